import type { Config } from './config.ts';
import type { Setting } from './setting.ts';
import { type SettingName, settings } from './settings.ts';

/** One setting as the reference page and `hearth config --explain` show it. */
export interface ExplainedSetting {
  readonly name: SettingName;
  readonly flag: string | null;
  readonly env: string;
  readonly placeholder: string | null;
  readonly default: string;
  /** The value in force, when a config is given; secrets are not shown. */
  readonly value?: string;
  readonly description: string;
}

/** Every setting with its flag, variable, default and meaning; with `config`, also the values in force. */
export function explainConfig(config?: Config): readonly ExplainedSetting[] {
  return (Object.entries(settings) as [SettingName, Setting<unknown>][]).map(([name, setting]) => ({
    name,
    flag: setting.flag === undefined ? null : `--${setting.flag}`,
    env: setting.env,
    placeholder: setting.placeholder ?? null,
    default: setting.fallbackText ?? String(setting.fallback),
    ...(config === undefined ? {} : { value: show(name, config[name]) }),
    description: setting.description,
  }));
}

function show(name: SettingName, value: unknown): string {
  if (value === undefined) return '';
  return name === 'adminToken' ? '(set)' : String(value);
}
