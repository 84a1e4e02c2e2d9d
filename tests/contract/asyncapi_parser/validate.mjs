// Reads AsyncAPI documents by name (one JSON object) from standard input; writes for each what the
// official parser found. Severity 0 is an error, 1 a warning, 2 and 3 hints. What it counted shows
// that it read what we meant.
import { Parser } from "@asyncapi/parser";

let text = "";
for await (const part of process.stdin) { text += part; }
const answers = {};
for (const [name, source] of Object.entries(JSON.parse(text))) {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(source));
  answers[name] = {
    diagnostics: diagnostics.map(({ severity, code, message, path }) => (
      { severity, code, message, path: path.join("/") }
    )),
    channels: document ? document.channels().all().length : 0,
    operations: document ? document.operations().all().length : 0,
    messages: document ? document.messages().all().length : 0,
  };
}
process.stdout.write(JSON.stringify(answers));
