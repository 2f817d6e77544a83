// Builds dist/handler.js, the one file that users paste into Segment's function editor, so that it
// reads like the sources: with their comments, in the order of the imports of src/handler.ts.
// With --print, shows it instead of writing it.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import ts from "typescript";

const { name, version } = JSON.parse(await readFile("package.json", "utf8"));

const banner = `// ${name} ${version}
//
// Gives each event of Segment's audit trail its name and its actor's email, and writes the message
// that people read. The last function, onRequest, is the way of an event from start to end.
//
// Add these settings in the editor. Their labels are in SETTING_DEFINITIONS.
//   workspaceSlug   String, required
//   workspaceToken  String, required, encrypted
//   region          String
//   blockedEvents   Array
//   sharedSecret    String, encrypted
`;

/** Stands for the first characters of a comment. esbuild keeps legal comments (`!`) alone. */
const MARK = "!keep!";

const keepComments = {
  name: "keep comments",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      // TypeScript takes away its types together with their comments, which esbuild does not.
      const { outputText } = ts.transpileModule(source, {
        compilerOptions: { target: "ES2022", module: "ESNext" },
      });
      const contents = outputText
        .replace(/^( *)\/\/ /gm, `$1//${MARK} `)
        .replace(/^( *)\/\*\*/gm, `$1/*${MARK}`);
      return { contents, loader: "js" };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: ["src/handler.ts"],
  bundle: true,
  write: false,
  format: "esm",
  target: "es2022", // Node 18 speaks it, on which deployments from before 2026 still run.
  charset: "utf8",
  legalComments: "inline",
  plugins: [keepComments],
});

// The function editor takes a script: `export` is a syntax error there.
const EXPORT = "export {\n  onRequest\n};\n";
const { text } = outputFiles[0];
if (!text.endsWith(EXPORT) || text.match(/^export\b/gm).length > 1) {
  throw new Error(`esbuild's output does not end in its one export:\n${EXPORT}`);
}

/** What esbuild writes in its own way, as the sources have it. */
const readable = text
  .slice(0, -EXPORT.length)
  .replaceAll(`//${MARK}`, "//")
  .replaceAll(`/*${MARK}`, "/**")
  .replace(/^var /gm, "const ")
  .replaceAll("void 0", "undefined")
  .replace(/\b(\d+)e(\d)\b/g, (number) => Number(number).toLocaleString("en").replaceAll(",", "_"))
  .replaceAll("/* @__PURE__ */ ", "")
  .replace(/^(?!\/| \*\/).+\n(?=\/\*\*|\/\/ [A-Z]|(async )?function )/gm, "$&\n");
const code = execFileSync("npx", ["biome", "format", "--stdin-file-path=handler.js"], {
  input: `${banner}\n${readable}`,
  encoding: "utf8",
});

// The editor refuses to save this text, in comments too (Segment docs: Source Functions).
const REFUSED = "fn.segmentapis.com";
if (code.includes(REFUSED)) throw new Error(`The editor refuses code that contains ${REFUSED}.`);

if (process.argv.includes("--print")) process.stdout.write(code);
else await writeFile("dist/handler.js", code);
