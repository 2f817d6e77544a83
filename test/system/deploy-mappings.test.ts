// Given these destinations, this is printed, and this is there afterwards.
import { MAPPING, TEMPLATE } from "../../templates/slack";
import {
  classicOf,
  complete,
  endpointOf,
  expectLeftAlone,
  routes,
  run,
  SLACK_WEBHOOK_URL,
  slackMappingOf,
  slackOf,
  sourceOf,
  TOKEN,
  webhookMappingOf,
  webhooksOf,
} from "./deployment";

const ENDPOINT = endpointOf(sourceOf().id);
const OTHER = endpointOf("other0000000000000000x");
const withoutWebhook = () => complete({ destinations: [webhooksOf()] });

describe("the endpoint", () => {
  test("is missing outside a terminal: the run ends there, and says how to go on", async () => {
    const workspace = withoutWebhook();
    const { message, changes } = await run(workspace);
    expect(message).toBe(
      "The function's endpoint is missing. Copy it from Segment: the source Audit events → Overview, " +
        "or Settings → Endpoint. Set ENDPOINT to it, and run the command again: it goes on here.",
    );
    expect(changes).toEqual([]);
  });

  test("is taken from ENDPOINT", async () => {
    const workspace = withoutWebhook();
    const { message, changes } = await run(workspace, { environment: { ENDPOINT } });
    expect(message).toBeUndefined();
    expect(routes(changes)).toEqual([
      `PATCH /sources/${sourceOf().id}`,
      "POST /destinations/webhooks1/subscriptions",
      `PATCH /sources/${sourceOf().id}`,
    ]);
    expect(changes[0]?.body).toMatchObject({ settings: { sharedSecret: "" } });
    const secret = Object(workspace.sources[0]?.settings).sharedSecret;
    expect(secret).not.toBe("5".repeat(64));
    expect(workspace.sources[0]?.settings).toEqual({
      ...sourceOf().settings,
      sharedSecret: secret,
    });
    expect(workspace.destinations[0]?.subscriptions).toEqual([
      webhookMappingOf(
        { id: expect.any(String) },
        { url: ENDPOINT, headers: { "X-Shared-Secret": secret } },
      ),
    ]);
  });

  test("that is wrong is refused in the plan, too, and where the chain is complete", async () => {
    for (const words of [[], ["--yes"]]) {
      const { message } = await run(complete(), { words, environment: { ENDPOINT: OTHER } });
      expect(message).toBe("ENDPOINT is wrong. This is the endpoint of another source.");
    }
  });

  test("in the plan is the one that is given, or stands for the one to come", async () => {
    for (const environment of [{}, { ENDPOINT }]) {
      const given = { words: [], environment, pastesEndpoint: true };
      const { message, lines, asked } = await run(withoutWebhook(), given);
      expect({ message, asked }).toEqual({ message: undefined, asked: 0 });
      expect(lines).toHaveLength(5);
    }
  });

  test("that was pasted is not printed, whatever Segment says", async () => {
    const endpoint = "https://fn.segmentapis.com/k/?x=1&b=opaque-credentials";
    const { message } = await run(withoutWebhook(), {
      pasted: [endpoint],
      fault: (_, method, path) =>
        method === "POST" && path.endsWith("subscriptions")
          ? { status: 400, body: { errors: [{ message: `no ${encodeURIComponent(endpoint)}!` }] } }
          : undefined,
    });
    expect(message).toContain("Segment says: no [hidden]!");
  });

  test("that is given is not printed, whatever Segment says, and neither is Slack's webhook", async () => {
    const endpoint = "https://fn.eu1.segmentapis.com/?b=opaque-credentials-of-acme";
    const { message } = await run(withoutWebhook(), {
      environment: { ENDPOINT: endpoint, SLACK_WEBHOOK_URL },
      fault: (_, method, path) => {
        const whole = [endpoint, SLACK_WEBHOOK_URL].map(encodeURIComponent);
        const texts = [...whole, "opaque-credentials-of-acme"].join(" or ");
        return method === "POST" && path.endsWith("subscriptions")
          ? { status: 400, body: { errors: [{ message: `no ${texts}!` }] } }
          : undefined;
      },
    });
    expect(message).toContain("Segment says: no [hidden] or [hidden] or [hidden]!");
  });

  test.each([
    [OTHER, "ENDPOINT is wrong. This is the endpoint of another source."],
    [
      "https://fn.segmentapis.com/",
      expect.stringMatching(/^ENDPOINT is wrong\. This is not an en/),
    ],
    [
      "https://fn.segmentapis.com/?b=opaque",
      "ENDPOINT is wrong. This endpoint is not whole. Copy it again.",
    ],
    [ENDPOINT.slice(0, 55), "ENDPOINT is wrong. This endpoint is not whole. Copy it again."],
    [ENDPOINT.slice(0, -20), "ENDPOINT is wrong. This endpoint is not whole. Copy it again."],
    ["https://fn.segmentapis.com/#?b=x", expect.stringMatching(/^ENDPOINT is wrong/)],
    ["https://fn.segmentapis.com/x&b=x", expect.stringMatching(/^ENDPOINT is wrong/)],
    ["https://fn.segmentapis.com/?b=&x=1", expect.stringMatching(/^ENDPOINT is wrong/)],
    ["https://", expect.stringMatching(/^ENDPOINT is wrong/)],
  ])("%s is refused", async (endpoint, expected) => {
    const { message, changes } = await run(withoutWebhook(), {
      environment: { ENDPOINT: endpoint },
    });
    expect(message).toEqual(expected);
    expect(changes).toEqual([]);
  });

  test("is asked for again until it can be right", async () => {
    const workspace = withoutWebhook();
    const wrong = ["nonsense", "http://fn.segmentapis.com/?b=x", `${ENDPOINT} x`, OTHER];
    const pasted = [...wrong, ...wrong, ENDPOINT];
    const { lines } = await run(workspace, { pasted });
    expect(lines.slice(0, 5)).toEqual([
      expect.stringMatching(
        /^The function's endpoint is needed\. Copy it from Segment: the source Audit events → /,
      ),
      "This is not an endpoint. It looks like https://fn.segmentapis.com/?b=…",
      "This is not an endpoint. It looks like https://fn.segmentapis.com/?b=…",
      "This is not an endpoint. It looks like https://fn.segmentapis.com/?b=…",
      "This is the endpoint of another source.",
    ]);
    expect(workspace.destinations[0]?.subscriptions).toMatchObject([
      { settings: { url: ENDPOINT } },
    ]);
  });

  test("that is not given ends the run", async () => {
    const { message, changes } = await run(withoutWebhook(), { pasted: [] });
    expect(message).toMatch(
      /^No endpoint was given\. Set ENDPOINT to it, and run the command again/,
    );
    expect(changes).toEqual([]);
  });

  const note = "The endpoint does not look like Segment's examples. Check that it is right";

  test.each([
    ["another host", ENDPOINT.replace("fn.", "fn.eu1.")],
    ["a host in the path", ENDPOINT.replace("fn.", "acme.test/fn.")],
    ["a path", ENDPOINT.replace("/?", "/some/path?")],
    ["a user", ENDPOINT.replace("fn.", "ada@fn.")],
    ["an opaque key", "https://fn.eu1.segmentapis.com/?b=opaque"],
    ["it twice", ENDPOINT + ENDPOINT],
  ])("with %s is taken, and it is said that it looks odd", async (_, endpoint) => {
    const workspace = withoutWebhook();
    const { printed, message } = await run(workspace, { pasted: [endpoint] });
    expect(message).toBeUndefined();
    expect(printed).toContain(note);
    const again = await run(workspace, { environment: { ENDPOINT: endpoint } });
    expect(again.printed).not.toContain(note);
    expect(again.changes).toEqual([]);
    await expectLeftAlone(workspace);
  });

  test.each([ENDPOINT, ENDPOINT.replace(".com/?", ".com?").replace("https://fn", "HTTPS://FN")])(
    "%s looks like the examples",
    async (endpoint) => {
      expect((await run(withoutWebhook(), { pasted: [endpoint] })).printed).not.toContain(note);
    },
  );

  test("that was refused does not garble what is printed", async () => {
    const { lines } = await run(withoutWebhook(), { pasted: ["e", ENDPOINT] });
    expect(lines).toContain(
      "This is not an endpoint. It looks like https://fn.segmentapis.com/?b=…",
    );
  });
});

describe("the webhook's mapping", () => {
  test("keeps its secret when its trigger or switch alone change", async () => {
    const mapping = webhookMappingOf({ trigger: 'type = "track"', enabled: false });
    const workspace = complete({ destinations: [webhooksOf(mapping)] });
    const { changes, saved, printed } = await run(workspace);
    expect(changes.map(({ body }) => body)).toEqual([
      { input: { trigger: webhookMappingOf().trigger, enabled: true } },
    ]);
    expect(workspace.destinations[0]?.subscriptions).toEqual([webhookMappingOf()]);
    expect(Object.keys(saved)).toEqual(["mapping-before-mapping1.json"]);
    expect(printed).toContain("The mapping Audit events to the function: trigger, enabled (PATCH");
  });

  test.each([
    [{ enable_batching: true }, {}],
    [{ method: "PUT" }, {}],
    [{ data: { "@path": "$.properties" } }, {}],
    [{ url: ENDPOINT.replace("fn.", "fn.eu1.") }, { ENDPOINT }],
    [{ url: OTHER }, { ENDPOINT }],
    [{ url: "https://acme.test/opaque" }, { ENDPOINT }],
    [{ headers: { "X-Own": "own" } }, {}],
  ])("%j is mended, with a new secret on both sides", async (settings, environment) => {
    const own = { "X-Own": "own" };
    const before = { ...own, "X-Shared-Secret": "5".repeat(64) };
    const mapping = webhookMappingOf({}, { headers: before, batch_size: 5, ...settings });
    const workspace = complete({ destinations: [webhooksOf(mapping)] });
    const { changes, printed } = await run(workspace, { environment });
    expect(printed).toContain("The mapping loses its headers X-Own. Enter them again.");
    expect(routes(changes)).toEqual([
      `PATCH /sources/${sourceOf().id}`,
      "PATCH /destinations/webhooks1/subscriptions/mapping1",
      `PATCH /sources/${sourceOf().id}`,
    ]);
    const { sharedSecret } = Object(workspace.sources[0]?.settings);
    expect(sharedSecret).not.toBe("5".repeat(64));
    const headers = { "X-Shared-Secret": sharedSecret };
    expect(workspace.destinations[0]?.subscriptions).toEqual([
      webhookMappingOf({}, { batch_size: 5, headers }),
    ]);
    await expectLeftAlone(workspace, { environment });
  });

  test("gets the secret of a source that was made anew", async () => {
    const mapping = webhookMappingOf({}, { url: "https://fn.segmentapis.com/?b=opaque" });
    const [, httpSource] = complete().sources;
    const workspace = complete({
      sources: [httpSource],
      destinations: [webhooksOf(mapping)],
    });
    const { message } = await run(workspace, { pastesEndpoint: true });
    expect(message).toBeUndefined();
    const made = workspace.sources.find(({ slug }) => slug === "audit-events");
    const headers = { "X-Shared-Secret": Object(made?.settings).sharedSecret };
    expect(workspace.destinations[0]?.subscriptions).toMatchObject([{ settings: { headers } }]);
  });

  test("that leads nobody knows where is not taken for ours", async () => {
    const mapping = webhookMappingOf({}, { url: "https://fn.segmentapis.com/?b=opaque" });
    const [, httpSource] = complete().sources;
    const workspace = complete({ sources: [httpSource], destinations: [webhooksOf(mapping)] });
    expect((await run(workspace)).message).toMatch(/^The function's endpoint is missing/);
    const { message } = await run(workspace, { pastesEndpoint: true });
    expect(message).toBeUndefined();
    const made = workspace.sources.find(({ slug }) => slug === "audit-events");
    expect(workspace.destinations[0]?.subscriptions).toMatchObject([
      { settings: { url: endpointOf(String(made?.id)) } },
    ]);
    await expectLeftAlone(workspace);
  });

  test("whose settings are not shown is written anew for a new source", async () => {
    const [, httpSource] = complete().sources;
    const destinations = [webhooksOf(webhookMappingOf({}, { url: OTHER }))];
    const workspace = complete({ sources: [httpSource], destinations });
    const leeway = { optionalFields: "absent" } as const;
    expect((await run(workspace, { leeway, pastesEndpoint: true })).message).toBeUndefined();
    const made = workspace.sources.find(({ slug }) => slug === "audit-events");
    expect(workspace.destinations[0]?.subscriptions).toMatchObject([
      { settings: { url: endpointOf(String(made?.id)) } },
    ]);
  });

  test("stays where neither side has a secret, or the header is written in another way", async () => {
    const { sharedSecret, ...settings } = sourceOf().settings;
    const open = complete({
      sources: [sourceOf({ settings }), complete().sources[1]],
      destinations: [webhooksOf(webhookMappingOf({}, { headers: {} }))],
    });
    await expectLeftAlone(open);
    const unshown = webhooksOf(webhookMappingOf({}, { headers: undefined }));
    await expectLeftAlone(complete({ destinations: [unshown] }));
    const headers = { "x-shared-secret": sharedSecret };
    const destinations = [webhooksOf(webhookMappingOf({}, { headers }))];
    await expectLeftAlone(complete({ destinations }));
  });

  test("stays where the address that is pasted is its own", async () => {
    const url = "https://fn.segmentapis.com/?b=opaque";
    const workspace = complete({ destinations: [webhooksOf(webhookMappingOf({}, { url }))] });
    await expectLeftAlone(workspace, { pasted: [url] });
  });

  test("whose settings are not shown stays, and ENDPOINT is said to be for a person", async () => {
    const workspace = complete();
    const given = { leeway: { optionalFields: "absent" }, environment: { ENDPOINT } } as const;
    const { message, changes, printed } = await run(workspace, given);
    expect({ message, changes: routes(changes) }).toEqual({
      message: undefined,
      changes: [`POST /functions/sfn_${sourceOf().id}/deploy`],
    });
    expect(printed).toContain("Segment does not show where the mapping posts: check its URL.");
    expect(workspace.sources).toEqual(complete().sources);
  });

  test("whose address is masked counts as right", async () => {
    const mapping = webhookMappingOf({}, { url: "••••••••" });
    const workspace = complete({ destinations: [webhooksOf(mapping)] });
    await expectLeftAlone(workspace);
    expect((await run(workspace)).printed).not.toContain("check its URL");
  });

  test("that leads elsewhere under our name is asked about", async () => {
    const mapping = webhookMappingOf({}, { url: "https://acme.test/siem" });
    const { message } = await run(complete({ destinations: [webhooksOf(mapping)] }));
    expect(message).toMatch(/^The function's endpoint is missing/);
  });

  test("stays where the address is the given one, though it says nothing of the source", async () => {
    const url = "https://fn.segmentapis.com/?b=opaque";
    const workspace = complete({ destinations: [webhooksOf(webhookMappingOf({}, { url }))] });
    await expectLeftAlone(workspace, { environment: { ENDPOINT: url } });
  });

  test("of another name counts when it posts to the same source", async () => {
    const mapping = webhookMappingOf({ name: "Send" });
    await expectLeftAlone(complete({ destinations: [webhooksOf(mapping)] }));
  });

  test("is found beside somebody else's destination, which stays as it is", async () => {
    const others = {
      ...webhooksOf(
        webhookMappingOf({ id: "mapping8", name: "To SIEM" }, { url: "https://x.test" }),
      ),
      id: "webhooks8",
      enabled: false,
    };
    const elsewhere = { ...webhooksOf(webhookMappingOf()), id: "webhooks9", sourceId: "another" };
    const ours = webhooksOf(webhookMappingOf());
    const workspace = complete({ destinations: [elsewhere, others, ours] });
    await expectLeftAlone(workspace);
    const without = complete({ destinations: [others] });
    expect((await run(without, { environment: { ENDPOINT } })).message).toBeUndefined();
    expect(without.destinations).toMatchObject([
      { enabled: false, subscriptions: [{ name: "To SIEM" }] },
      { enabled: true, subscriptions: [{ name: "Audit events to the function" }] },
    ]);
  });

  test("is refused when two have its name", async () => {
    const mappings = [webhookMappingOf(), webhookMappingOf({ id: "mapping3" })];
    const { message, changes } = await run(complete({ destinations: [webhooksOf(...mappings)] }));
    expect(message).toMatch(
      /^Several mappings are named Audit events to the function\. Delete all/,
    );
    expect(changes).toEqual([]);
  });

  test("has its destination enabled", async () => {
    const disabled = { ...webhooksOf(webhookMappingOf()), enabled: false };
    const workspace = complete({ destinations: [disabled] });
    expect((await run(workspace)).changes.map(({ body }) => body)).toEqual([{ enabled: true }]);
    const open = { ...webhooksOf(webhookMappingOf()), enabled: undefined };
    await expectLeftAlone(complete({ destinations: [open] }));
  });
});

describe("a chain that was made by hand", () => {
  const forwarded = {
    ...complete().sources[1],
    id: "acmeSource000000000009",
    slug: "forwarded",
    name: "Forwarded",
  };
  const from = (sourceId: string, destination: object) => ({
    ...webhooksOf(webhookMappingOf({ name: "Send" })),
    id: `webhooks-${sourceId}`,
    ...destination,
    sourceId,
  });
  const classic = (hook: string) => ({
    metadata: { id: "54521fdc25e721e32a72ef04" },
    settings: { hooks: [{ hook: "https://acme.test/?b=x" }, { hook }] },
    subscriptions: [],
  });

  test("is found on whichever source it is, and left alone", async () => {
    const destinations = [from("another", { settings: { url: "?b=%E0" } }), from(forwarded.id, {})];
    destinations[0]?.subscriptions.splice(0);
    const workspace = complete({ sources: [sourceOf(), forwarded], destinations });
    const { message, changes, printed } = await run(workspace);
    expect({ message, changes }).toEqual({ message: undefined, changes: [] });
    expect(printed).toContain("select the source Forwarded, switch it On");
  });

  test("with Webhooks (classic) gets its mapping on the same source", async () => {
    const destinations = [from(forwarded.id, classic(ENDPOINT))];
    const workspace = complete({ sources: [sourceOf(), forwarded], destinations });
    expect((await run(workspace, { environment: { ENDPOINT } })).message).toBeUndefined();
    expect(workspace.sources).toHaveLength(2);
    expect(workspace.destinations[1]).toMatchObject({ sourceId: forwarded.id });
  });

  test.each([{}, classic(ENDPOINT)])(
    "is not cut off by a second one with another secret (%#)",
    async (kind) => {
      const create = () =>
        complete({
          sources: [...complete().sources, forwarded],
          destinations: [webhooksOf(), from(forwarded.id, kind)],
        });
      const workspace = create();
      const { message } = await run(workspace, { environment: { ENDPOINT } });
      expect(message).toBe(
        "The source acmeSource000000000009 posts to the function already. Set HTTP_SOURCE_ID to it, " +
          "or delete its destination first.",
      );
      expect(workspace).toEqual(create());
    },
  );

  test.each([
    ["is masked", { url: "••••••••" }, {}],
    ["is in no known form", { url: "https://fn.eu1.segmentapis.com/?b=opaque" }, {}],
    ["is not shown", {}, { settings: undefined }],
  ])("is not cut off where its endpoint %s: a person has to say", async (_, settings, over) => {
    const hidden = webhookMappingOf({ name: "Send", ...over }, settings);
    const destination = { ...webhooksOf(), id: "hidden", sourceId: forwarded.id };
    const create = (subscriptions: { id: string }[]) =>
      complete({
        sources: [...complete().sources, forwarded],
        destinations: [webhooksOf(), { ...destination, subscriptions }],
      });
    const workspace = create([hidden]);
    const { message } = await run(workspace, { environment: { ENDPOINT } });
    expect(message).toBe(
      "Segment does not show whether the source acmeSource000000000009 posts to the function. If it " +
        "does, set HTTP_SOURCE_ID to it. If not, set it to the source that should.",
    );
    expect(workspace.sources).toEqual(create([]).sources);
    const environment = { ENDPOINT, HTTP_SOURCE_ID: "acmeSource000000000002" };
    expect((await run(workspace, { environment })).message).toBeUndefined();
    const elsewhere = webhookMappingOf({ name: "Send" }, { url: "https://acme.test/siem" });
    const open = create([elsewhere]);
    expect((await run(open, { environment: { ENDPOINT } })).message).toBeUndefined();
  });

  test("cannot lead to a source that is new", async () => {
    const hidden = webhookMappingOf({ name: "Send" }, { url: "••••••••" });
    const destination = { ...webhooksOf(hidden), sourceId: forwarded.id };
    const workspace = complete({
      functions: [],
      sources: [forwarded],
      destinations: [destination],
    });
    expect((await run(workspace, { pastesEndpoint: true })).message).toBeUndefined();
  });

  test("for another function does not matter", async () => {
    const destinations = [webhooksOf(), from(forwarded.id, classic(OTHER))];
    const workspace = complete({ destinations });
    expect((await run(workspace, { environment: { ENDPOINT } })).message).toBeUndefined();
  });
});

describe("Slack (Actions)", () => {
  const environment = { SLACK_WEBHOOK_URL };
  const set = async (mapping: { id: string }) => {
    const destination = slackOf(mapping);
    const workspace = complete({ destinations: [webhooksOf(webhookMappingOf()), destination] });
    const outcome = await run(workspace, { environment });
    await expectLeftAlone(workspace, { environment });
    return { ...outcome, mappings: destination.subscriptions };
  };

  test("is left alone without SLACK_WEBHOOK_URL", async () => {
    const destinations = [webhooksOf(webhookMappingOf()), slackOf()];
    await expectLeftAlone(complete({ destinations }));
  });

  test.each([
    ["trigger", { trigger: 'event = "Audit"' }],
    ["enabled", { enabled: false }],
    ["settings", { settings: { text: "old", url: SLACK_WEBHOOK_URL, channel: "#audit" } }],
    ["settings", { settings: { ...slackMappingOf().settings, url: `${SLACK_WEBHOOK_URL}Old` } }],
  ])("has its %s updated, a copy saved, and the rest kept", async (field, over) => {
    const { mappings, saved, printed } = await set(slackMappingOf(over));
    expect(mappings).toEqual([slackMappingOf()]);
    expect(JSON.parse(saved["mapping-before-mapping2.json"] ?? "")).toEqual(slackMappingOf(over));
    expect(printed).toContain(`The mapping Audit events: ${field} (PATCH`);
  });

  test("keeps other words around our text", async () => {
    const text = { "@template": "{{properties.summary}} in Acme" };
    const { changes } = await set(slackMappingOf({ settings: { text, url: SLACK_WEBHOOK_URL } }));
    expect(changes).toEqual([]);
    const { mappings } = await set(slackMappingOf({ settings: { text, url: "https://old.test" } }));
    expect(mappings).toMatchObject([{ settings: { text, url: SLACK_WEBHOOK_URL } }]);
  });

  test("gets our mapping beside others, which stay", async () => {
    const url = `${SLACK_WEBHOOK_URL}Own`;
    const own = slackMappingOf({
      id: "mapping9",
      name: "Own",
      settings: { ...MAPPING.settings, url },
    });
    const { mappings, saved } = await set(own);
    expect(mappings).toEqual([
      own,
      {
        ...MAPPING,
        id: expect.any(String),
        settings: { ...MAPPING.settings, url: SLACK_WEBHOOK_URL },
      },
    ]);
    expect(saved).toEqual({});
  });

  test("has our mapping where one of another name posts the same, and not where it posts less", async () => {
    const { changes } = await set(slackMappingOf({ name: "Post Message" }));
    expect(changes).toEqual([]);
    const trigger = 'type = "track" and properties.category = "security"';
    const { mappings } = await set(slackMappingOf({ name: "Security", trigger }));
    expect(mappings).toMatchObject([{ trigger }, { name: MAPPING.name, trigger: MAPPING.trigger }]);
  });
});

describe("Slack (classic)", () => {
  const OWN = { eventName: "Source Created", regex: false, template: "look!", extra: 1 };
  const set = async (templates: unknown[], over: object = {}) => {
    const destination = classicOf(templates, over);
    const destinations = [webhooksOf(webhookMappingOf()), destination];
    const environment = { DESTINATION_ID: "classic1" };
    const outcome = await run(complete({ destinations }), { environment });
    return { ...outcome, settings: destination.settings };
  };

  test.each([
    [[], [TEMPLATE]],
    [[OWN], [OWN, TEMPLATE]],
    [
      [{ ...TEMPLATE, regex: false }, OWN],
      [OWN, TEMPLATE],
    ],
    [[TEMPLATE, TEMPLATE], [TEMPLATE]],
  ])("%j becomes %j, and a copy is saved", async (before, after) => {
    const { settings, saved, printed } = await set(before);
    expect(settings).toEqual({ templates: after, channels: ["#audit"] });
    expect(JSON.parse(saved["slack-before-classic1.json"] ?? "")).toEqual({
      settings: { templates: before },
    });
    expect(printed).toContain(
      `Slack (classic): our one template; others that stay: ${after.length - 1}`,
    );
    expect(printed).toContain("Other templates and mappings stay. Disable those that post the");
  });

  test("is left alone when it has our template", async () => {
    for (const over of [{}, { sourceId: undefined }]) {
      const { message, changes } = await set([OWN, TEMPLATE], over);
      expect({ message, changes }).toEqual({ message: undefined, changes: [] });
    }
  });

  test.each([[{}], [{ templates: null }], [{ templates: "[]" }]])(
    "whose settings are %j is left alone, since templates may be there",
    async (settings) => {
      const { message, changes } = await set([], { settings });
      expect(message).toMatch(/^Segment does not show the templates of the destination classic1\./);
      expect(changes).toEqual([]);
    },
  );

  test("on a source of somebody else's is refused", async () => {
    const { message, changes } = await set([], { sourceId: "website" });
    expect(message).toMatch(/^The destination classic1 is not .*, or not on a source of the func/);
    expect(changes).toEqual([]);
  });

  test("that is disabled is said to be", async () => {
    expect((await set([TEMPLATE], { enabled: false })).printed).toContain("is disabled: enable it");
  });

  test("is not another kind of destination", async () => {
    const { message, changes } = await set([], { metadata: { id: "x" } });
    expect(message).toBe(
      "The destination classic1 is not Slack (classic), or not on a source of the function. " +
        "Check DESTINATION_ID.",
    );
    expect(changes).toEqual([]);
    expect(message).not.toContain(TOKEN);
  });
});
