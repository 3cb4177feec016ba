import { explainConfig } from './explain-config.ts';

/** What `npm start -- --help` prints: every flag with its variable, its default and its meaning. */
export function settingsHelp(): string {
  const settings = explainConfig().map(({ flag, placeholder, env, default: fallback, description }) => {
    const names = [flag === null ? undefined : [flag, placeholder].filter(Boolean).join(' '), env];
    return `  ${names.filter((name) => name !== undefined).join(', ')}\n      ${description}\n      Default: ${fallback}\n`;
  });
  return (
    'Usage: npm start -- [flags], or hearth serve [flags]\n\n' +
    'Runs the server until Ctrl-C. A flag wins over its variable, a variable over the default.\n\n' +
    `${settings.join('')}  --help\n      Show this and end.\n`
  );
}
