// Prints when lines of cron start: for each line `ZONE<TAB>FROM<TAB>COUNT<TAB>CRON` of its input one line,
// the starts after FROM. Times are seconds since 1970. A cron line that is wrong gives `wrong: WHY`.
#include "schedule/cron.hpp"

#include <iostream>
#include <sstream>

using namespace muster;

namespace {

std::string starts(std::string const& request) {
    std::istringstream in(request);
    std::string where, from, count, text;
    std::getline(in, where, '\t');
    std::getline(in, from, '\t');
    std::getline(in, count, '\t');
    std::getline(in, text);
    auto const zone = schedule::zone::find(where);
    if (!zone) return "no zone " + where;
    auto const read = schedule::cron::read(text, "job");
    if (auto const* const mistake = std::get_if<std::string>(&read)) return "wrong: " + *mistake;

    std::string all;
    core::wall_time t{std::chrono::seconds(std::stoll(from))};
    for (int left = std::stoi(count); left > 0; --left) {
        auto const next = std::get<schedule::cron>(read).next(t, *zone);
        if (!next) break;
        t = *next;
        all += (all.empty() ? "" : " ") + std::to_string(t.time_since_epoch() / std::chrono::seconds(1));
    }
    return all;
}

} // namespace

int main() {
    for (std::string request; std::getline(std::cin, request);) std::cout << starts(request) << '\n';
}
