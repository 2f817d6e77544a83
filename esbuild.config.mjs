// Builds dist/handler.js, the one file that users paste into Segment's function editor.
// With --print, shows it instead of writing it.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import ts from "typescript";

const { name, version } = JSON.parse(await readFile("package.json", "utf8"));

const banner = `// ${name} ${version}
//
// Gives each event of Segment's audit trail its name and its actor's email, and writes the message
// that people read. The last function, onRequest, is the way of an event from start to end.
//
// Add these settings in the editor. SETTING_DESCRIPTIONS says what each takes.
//   workspaceSlug   String, required
//   workspaceToken  String, required, encrypted
//   region          String
//   blockedEvents   Array
//   sharedSecret    String, encrypted

// A text that only looks like JSON costs an Error. Without its stack, that takes a third of the time.
Error.stackTraceLimit = 0;
`;

/** Stands for the first characters of a comment. esbuild keeps legal comments (`!`) alone. */
const MARK = "!keep!";

const keepComments = {
  name: "keep comments",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      // TypeScript takes away its types together with their comments, which esbuild does not.
      const { outputText } = ts.transpileModule(await readFile(path, "utf8"), {
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
  charset: "ascii", // Pasted through a Windows clipboard, other characters arrive broken.
  legalComments: "inline",
  plugins: [keepComments],
});

// The function editor takes a script (`export` is a syntax error there), and refuses to save the
// address of an endpoint, in comments too (Segment docs: Source Functions).
const script = outputFiles[0].text.replace(/export {\n {2}onRequest\n};\n$/, "");
const code = `${banner}\n${script}`.replaceAll(`//${MARK}`, "//").replaceAll(`/*${MARK}`, "/**");
if (/^export\b|fn\.segmentapis\.com/m.test(code)) throw new Error("The editor refuses this file.");
if (process.argv.includes("--print")) process.stdout.write(code);
else await writeFile("dist/handler.js", code);
