// Builds dist/handler.js, the one file that users paste into Segment's function editor.
// With --print, shows it instead of writing it.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const { name, version } = JSON.parse(await readFile("package.json", "utf8"));

const banner = `// ${name} ${version}
// Gives each event of Segment's audit trail its name and its actor's email.
// Settings: workspaceSlug (STRING, required), workspaceToken (STRING, required, encrypted),
//   region (STRING, us or eu), blockedEvents (ARRAY), sharedSecret (STRING, encrypted)`;

const { outputFiles } = await build({
  entryPoints: ["src/handler.ts"],
  bundle: true,
  write: false,
  format: "esm",
  target: "node18", // Deployments from before 2026 still run on it.
  charset: "utf8",
  banner: { js: banner },
});

// The function editor takes a script: `export` is a syntax error there.
const EXPORT = "export {\n  onRequest\n};\n";
const { text } = outputFiles[0];
if (text.indexOf(EXPORT) !== text.length - EXPORT.length || text.match(/^export\b/gm).length > 1) {
  throw new Error(`esbuild's output does not end in its one export:\n${EXPORT}`);
}
const code = text.slice(0, -EXPORT.length);

if (process.argv.includes("--print")) process.stdout.write(code);
else await writeFile("dist/handler.js", code);
