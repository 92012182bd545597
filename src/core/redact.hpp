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
/// Whether that would change the text.
bool holds_secret(std::string_view text);

} // namespace muster::core
