import { generatedNote, table } from './markdown.mjs';

/** The settings as a table; `settings` is the answer of the server's `explainConfig()`. */
export function configPage(settings) {
  const rows = settings.map((setting) => [
    setting.flag === null ? '' : `\`${[setting.flag, setting.placeholder].filter(Boolean).join(' ')}\``,
    `\`${setting.env}\``,
    setting.default,
    setting.description,
  ]);
  return `${generatedNote}# Settings

Of \`npm start -- FLAGS\` and \`hearth serve FLAGS\`. A flag wins over its variable, a variable over the default. Sizes are bytes, or a number with K, M, G or T (powers of 1024).
\`hearth config --explain\` prints the same list with the values in force.

${table(['flag', 'variable', 'default', 'meaning'], rows)}`;
}
