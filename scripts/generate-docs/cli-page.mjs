import { generatedNote, table } from './markdown.mjs';

/** Every command with its help; `program` is the answer of the cli's `describeProgram()`. */
export function cliPage({ commands, exitCodes }) {
  const sections = commands.map(({ name, help }) => `## hearth ${name}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`);
  return `${generatedNote}# The hearth command

In a checkout: \`npx hearth COMMAND\`. Every command takes \`--help\`; those that answer something take \`--json\`.

With \`--json\`, the answer is one JSON document on standard output, and an error is one line \`{"error":{"code","message","hint","status"}}\` on standard error: \`code\` is stable, \`hint\` says what to do where that is known, \`status\` is that of the server's answer.

Commands that ask a server use \`HEARTH_URL\` (default \`http://127.0.0.1:4040\`), \`HEARTH_TOKEN\` and \`HEARTH_PROJECT\` (default \`default\`), or \`--url\`, \`--token\` and \`--project\`.

## Exit codes

${table(['code', 'meaning'], exitCodes)}
${sections.join('\n')}`;
}
