#pragma once
#include <string>
#include <string_view>

namespace muster::core {

/// Names a secret value of this process (an API key): from now on redact() hides it, also where it stands
/// percent-encoded or JSON-escaped. Values under 4 characters are ignored, as hiding them would garble all
/// text.
void register_secret(std::string_view value);

/// `text` with every registered secret, and anything that looks like a platform's secret key (`sk_...`,
/// `Bearer ...`), replaced by `[redacted]`. All text that leaves the process goes through here: logs, errors,
/// journal messages, terminal.
std::string redact(std::string_view text);

/// The first 16 hex digits of SHA-256 over the value: tells two keys apart without giving either away.
std::string fingerprint(std::string_view value);

/// SHA-256 in lower-case hex.
std::string sha256(std::string_view bytes);

/// `text` with control characters (C0, DEL, C1, turns of direction) and invalid UTF-8 replaced by `?`, so
/// that a platform's or a member's words cannot drive the terminal. Line ends of all kinds become spaces.
std::string printable(std::string_view text);

/// A key or short value as a message may show it: redacted, cut after 60 bytes, printable, in double quotes.
std::string quoted(std::string_view text);

} // namespace muster::core
