#pragma once
#include "core/outcome.hpp"
#include "engine/unit.hpp"
#include "http/message.hpp"
#include "pacing/health.hpp"
#include "spec/spec.hpp"

#include <string>
#include <variant>
#include <vector>

namespace muster::engine {

/// The course of a unit from its intents to its outcomes, decided step by step and without any I/O: blame,
/// doubt, giving up and taking a refused unit apart are decided here and nowhere else; the worker carries it
/// out. Pure.
class course {
public:
    /// What happened to the unit since the last step.
    struct begun {}; ///< its intents are durable
    struct replied { ///< to the request that carried it
        provider::judgement what;
    };
    struct broken { ///< that request got no reply
        http::fault what;
    };
    struct looked { ///< at the members that a `look` named
        std::vector<std::size_t> members;
        std::vector<core::member const*> found; ///< for each of them; nullptr: it was not there
    };
    struct not_looked { ///< they could not be read; asking again may help
        std::string why;
    };
    struct look_rejected { ///< they cannot be read, and could not when asked again
        std::vector<std::size_t> members;
        core::rejected why;
    };
    struct look_refused { ///< the platform refused to let us read them
        std::vector<std::size_t> members;
        core::refused why;
    };
    struct told { ///< whether a refusal (core::refused::cause::permission) holds for `everyone`
        bool everyone;
    };
    struct not_told { ///< that could not be asked
        std::string why;
    };
    struct not_tried {}; ///< nothing was sent, as the run is stopping
    struct rested {};    ///< the wait is over
    using event = std::variant<begun, replied, broken, looked, not_looked, look_rejected, look_refused, told,
                               not_told, not_tried, rested>;

    /// What to do next.
    struct send {};
    struct look { ///< read these members of the unit from the platform, in one request
        std::vector<std::size_t> members; ///< counted from 0, rising; as many as one look-up can ask for
    };
    struct ask {}; ///< find out whether a refusal holds for everyone, or for this unit alone
    struct wait {  ///< back off, so many failures having come before
        unsigned failures;
    };
    struct split {}; ///< take it apart in the middle (split_off), and go on with each half, `begun`
    struct over {};  ///< nothing more is to be done
    struct refused { ///< the job cannot go on: the platform refused what all members share
        core::refused why;
    };
    struct give_up {     ///< the job cannot go on
        std::string why; ///< for people
    };
    using step = std::variant<send, look, ask, wait, split, over, refused, give_up>;

    /// A member that is taken out of the unit, and what became of it.
    struct settled {
        pending_member member;
        core::outcome outcome;
        std::string code;    ///< of a failure
        std::string message; ///< of a failure, for people
        std::string made{};  ///< journal::member_settled::made
    };
    struct decision {
        step next;
        std::vector<settled> done;          ///< to be recorded before the next step
        std::vector<std::string> withdrawn; ///< ids of members whose intents had no effect and are taken back
    };

    /// How things stand when a decision is made.
    struct circumstances {
        core::instant now;
        pacing::health const& platform;
        bool stopping = false; ///< nothing more may be sent
        std::optional<core::wall_time> job_began{};
    };

    /// `spec` must outlive it.
    explicit course(spec::spec const& spec) : spec_(spec) {}

    /// Takes what happened into the unit and says what is to be done next.
    [[nodiscard]] decision decide(unit& u, event const& e, circumstances const& c) const;

private:
    spec::spec const& spec_;
};

} // namespace muster::engine
