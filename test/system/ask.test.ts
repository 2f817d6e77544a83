import { PassThrough } from "node:stream";
import { ask } from "../../tools/ask";

test.each([
  [" https://fn.acme.test/?b=x \r\n", "https://fn.acme.test/?b=x"],
  ["\n", undefined],
  [" \n", undefined],
  ["without an end", "without an end"],
  ["", undefined],
])("%j is %j", async (typed, expected) => {
  const input = new PassThrough();
  const output = new PassThrough();
  input.end(typed);
  expect(await ask("Endpoint: ", input, output)).toBe(expected);
  expect(output.read()?.toString()).toBe("Endpoint: ");
});

test("the question is printed where it is seen, also when the output goes into a file", async () => {
  const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const input = new PassThrough();
  input.end("x\n");
  await ask("Endpoint: ", input);
  expect(write).toHaveBeenCalledWith("Endpoint: ");
  write.mockRestore();
});

test("asked twice, it takes a line each time, and lets go of the input", async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  for (const line of ["first", "second"]) {
    const asked = ask("? ", input, output);
    input.write(`${line}\n`);
    expect(await asked).toBe(line);
    expect(input.isPaused()).toBe(true);
  }
});
