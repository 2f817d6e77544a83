// What goes wrong ends the run with one line, which says what to do and tells no secret.
import type { Fault } from "../../tools/segment/public-api-server";
import { empty, given, webhooksOf } from "./deployed-workspace";
import { run, TOKEN, WORKSPACE_TOKEN } from "./deployment";

const CHECK = "Check TOKEN (it needs Workspace Owner access), REGION and FUNCTION_ID.";
const CHECK_OTHER = "Check WORKSPACE_TOKEN, which has to read users: Workspace Owner access does.";
const OTHER = { id: "other", slug: "other" };
const IS_OTHER = "WORKSPACE_TOKEN is one of other. Make one in acme.";
const SAYS = "Segment says: made up for the test";
const OPEN = "It may have been done or not. Run the command again in a minute: it looks first.";
const at = (nth: number, fault: Fault) => (index: number) => (index === nth ? fault : undefined);
const atPost = (fault: Fault) => (_: number, method: string) =>
  method === "POST" ? fault : undefined;
const answer = (data: object) => ({ status: 200, body: { data } });
const refusing = (message: string) => atPost({ status: 422, body: { errors: [{ message }] } });

test.each<[string, ReturnType<typeof at>, string]>([
  ["TOKEN is refused", at(0, 401), `GET /: refused (401). ${CHECK} ${SAYS}`],
  ["WORKSPACE_TOKEN is refused", at(1, 401), `GET /: refused (401). ${CHECK_OTHER} ${SAYS}`],
  ["it is of another workspace", at(1, answer({ workspace: OTHER })), IS_OTHER],
  ["it may not read users", at(2, 403), `GET /users: refused (403). ${CHECK_OTHER} ${SAYS}`],
  ["a list may not be read", at(4, 403), `GET /sources: refused (403). ${CHECK} ${SAYS}`],
])("where %s, nothing is made, and nothing planned", async (_, fault, expected) => {
  for (const words of [[], ["--yes"]]) {
    const { failure, sent, lines } = await run(empty(), { words, fault });
    expect({ failure, sent }).toEqual({ failure: expected, sent: [] });
    expect(lines.join()).not.toContain("+");
  }
});

test("WORKSPACE_TOKEN that is cut short is found out", async () => {
  const { failure } = await run(empty(), { environment: { WORKSPACE_TOKEN: "sgp_acme" } });
  expect(failure).toBe(`GET /: refused (401). ${CHECK_OTHER} ${SAYS}`);
});

test("TOKEN that may not change anything ends the run at the first change", async () => {
  const environment = { TOKEN: WORKSPACE_TOKEN, WORKSPACE_TOKEN: "" };
  const { failure, sent } = await run(empty(), { environment });
  const refused = `POST /functions: refused (401). ${CHECK} ${SAYS}`;
  expect({ failure, sent }).toEqual({ failure: refused, sent: ["POST /functions"] });
});

test.each<[Fault, string]>([
  [500, "Segment has a fault (500)"],
  [{ status: 200, body: "<html>" }, "the answer is not the Public API's"],
  [answer({}), "the answer has no id"],
  [answer({ function: { id: null } }), "the answer has no id"],
  ["lost after", "no answer"],
  ["hangs", "no answer"],
])("a change that ends with %j may have been done, and ends the run", async (fault, what) => {
  const { failure, sent } = await run(empty(), { fault: atPost(fault) });
  expect([failure, ...sent]).toEqual([`POST /functions: ${what}. ${OPEN}`, "POST /functions"]);
});

const START = "POST /functions: refused (422). Segment says: ";
const hook = "https://hooks.slack.com/services/T0/B0/acmewebhookOfTwentyFour";
test.each([
  ["too\nlong\u001b[31m", "too long [31m"],
  [`no ${TOKEN}!`, "no [hidden]!"],
  [`no ${TOKEN.slice(0, 5)}\u200b${TOKEN.slice(5)}!`, "no [hidden]!"],
  [`no ${WORKSPACE_TOKEN}!`, "no [hidden]!"],
  [hook, "[hidden]"],
  ["no acmewebhookOfTwentyFour there", "no [hidden] there"],
  ["https://hooks.slack.com/services/T1/old x", "[hidden] x"],
  ["https://fn.segmentapis.com/?b=c2VjcmV0 x", "https://fn.segmentapis.com/?b=[hidden] x"],
  ["5".repeat(64), "[hidden]"],
  ["x".repeat(5_000), `${"x".repeat(999 - START.length)}…`],
])("what Segment says is shown in one line, without secrets: %j", async (message, shown) => {
  const around = { environment: { SLACK_WEBHOOK_URL: hook }, fault: refusing(message) };
  expect((await run(empty(), around)).failure).toBe(START + shown);
});

test("names and ids of the workspace are shown so, too", async () => {
  const name = `Audit\u001b[31m\n${TOKEN}`;
  const destinations = [webhooksOf([], { name, id: name })];
  const fault = (index: number) => (index > 3 ? 500 : undefined);
  const { lines, failure } = await run(given({ destinations }), { fault });
  const route = "GET /destinations/Audit [31m [hidden]/subscriptions";
  expect(lines[1]).toBe(`${route}: Segment has a fault (500). Trying again in 1 s.`);
  expect(failure).toBe(`${route}: Segment has a fault (500). Run the command again later.`);
});
