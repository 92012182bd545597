-- One request over and over, as muster sends it: wrk -s wrk.lua URL -- plan|list
-- `plan` adds a plan to a member, `list` reads a page of members. The last line is for programs.
function init(args)
  wrk.headers["Accept"] = "application/json, text/plain"
  wrk.headers["X-API-KEY"] = "sk_sb_bench"
  if args[1] == "plan" then
    wrk.method = "POST"
    wrk.body = '{"planId":"pln_bench"}'
    wrk.headers["Content-Type"] = "application/json"
  end
end

function done(summary)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format('{"requests":%d,"failed":%d}\n', summary.requests, failed))
end
