import type { Setting } from './setting.ts';
import { type SettingName, settings } from './settings.ts';

type ValueOf<S> = S extends Setting<infer T> ? T : never;

/** All settings of the server with their values. */
export type Config = { readonly [Name in SettingName]: ValueOf<(typeof settings)[Name]> };

/** A setting that cannot be used; the message names the flag or variable and what is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface ConfigSources {
  /** Arguments after the program's name: `--port 4040`, `--port=4040`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the settings: a flag wins over its variable, a variable over the default.
 *
 * @throws ConfigError for an unknown flag or a value outside the setting's schema
 */
export function loadConfig(sources: ConfigSources): Config {
  const flags = readFlags(sources.argv);
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings) as [SettingName, Setting<unknown>][]) {
    const fromFlag = setting.flag === undefined ? undefined : flags.get(setting.flag);
    const fromEnv = sources.env[setting.env];
    const given = fromFlag ?? (fromEnv === '' ? undefined : fromEnv);
    values[name] = given === undefined ? setting.fallback : parse(setting, given, fromFlag !== undefined);
  }
  return values as Config;
}

function parse(setting: Setting<unknown>, given: string, isFlag: boolean): unknown {
  const result = setting.schema.safeParse(given);
  if (result.success) return result.data;
  const name = isFlag ? `--${setting.flag}` : setting.env;
  throw new ConfigError(`${name}: ${result.error.issues[0]?.message ?? 'is not valid'}`);
}

function readFlags(argv: readonly string[]): ReadonlyMap<string, string> {
  const known = new Map(
    (Object.values(settings) as Setting<unknown>[]).map(({ flag, placeholder }) => [
      flag,
      { isSwitch: placeholder === undefined },
    ]),
  );
  const flags = new Map<string, string>();
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? '';
    const match = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(argument);
    const flag = match?.[1];
    const kind = flag === undefined ? undefined : known.get(flag);
    if (flag === undefined || kind === undefined) throw new ConfigError(`unknown option ${argument}; see --help`);
    const isAlone = argv[i + 1]?.startsWith('--') ?? true;
    const value = match?.[2] ?? (kind.isSwitch && isAlone ? 'true' : argv[++i]);
    if (value === undefined) throw new ConfigError(`--${flag}: needs a value`);
    flags.set(flag, value);
  }
  return flags;
}
