import { readFileSync } from "node:fs";
import { drawMessage, drawPicture, PICTURE_PATH } from "../../tools/picture";

test("the committed picture is what npm run build draws", async () => {
  expect(readFileSync(PICTURE_PATH, "utf8")).toBe(await drawPicture());
});

test("markup of XML in a message is text", () => {
  const picture = drawMessage("a & <script>b</script> ‹c›");
  expect(picture).toContain("a &amp; &lt;script&gt;b&lt;/script&gt; ‹c›");
});

test("long lines are wrapped, and nothing is lost", () => {
  const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(" ");
  const picture = drawMessage(`:gear: *bold name* ${words}\nhttps://acme.test/`);
  const lines = [...picture.matchAll(/xml:space="preserve">(.*)<\/text>/g)].map(([, line = ""]) =>
    line.replace(/<[^>]+>/g, ""),
  );
  expect(lines.length).toBeGreaterThan(4);
  for (const line of lines) expect(line.length).toBeLessThan(101);
  expect(lines.join("")).toBe(`⚙️ bold name ${words}https://acme.test/`);
  expect(picture).toContain('<tspan class="bold">bold name</tspan>');
  expect(picture).toContain('<tspan class="link">https://acme.test/</tspan>');
});

test("a name of an emoji that nobody drew stays as it is", () => {
  expect(drawMessage("*x:* :party:")).toContain(":party:");
});
