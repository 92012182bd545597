#pragma once

namespace CLI {
class App;
}

namespace muster::cli {

/// Each of these adds one subcommand to `app`. It runs while `app` parses, and leaves its exit status in
/// `status`, which must outlive the parsing.
void add_run(CLI::App& app, int& status);
void add_resume(CLI::App& app, int& status);
void add_retry(CLI::App& app, int& status);
void add_undo(CLI::App& app, int& status);
void add_verify(CLI::App& app, int& status);
void add_plan(CLI::App& app, int& status);
void add_show(CLI::App& app, int& status);
void add_status(CLI::App& app, int& status);
void add_steering(CLI::App& app, int& status);
void add_watch(CLI::App& app, int& status);
void add_results(CLI::App& app, int& status);
void add_history(CLI::App& app, int& status);
void add_fsck(CLI::App& app, int& status);
void add_jobs(CLI::App& app, int& status);
void add_check(CLI::App& app, int& status);
void add_schema(CLI::App& app, int& status);
void add_store(CLI::App& app, int& status);
void add_schedule(CLI::App& app, int& status);
void add_web(CLI::App& app, int& status);
void add_metrics(CLI::App& app, int& status);
void add_web_views(CLI::App& app, int& status);
void add_member(CLI::App& app, int& status);
void add_ping(CLI::App& app, int& status);
void add_verify_token(CLI::App& app, int& status);
void add_webhooks(CLI::App& app, int& status);
void add_sandbox(CLI::App& app, int& status);
void add_completion(CLI::App& app, int& status);
void add_names(CLI::App& app, int& status);
void add_man(CLI::App& app, int& status);
void add_help(CLI::App& app, int& status);

} // namespace muster::cli
