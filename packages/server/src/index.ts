export { type Config, ConfigError, type ConfigSources, loadConfig } from './config/config.ts';
export { type ExplainedSetting, explainConfig } from './config/explain-config.ts';
export { settings } from './config/settings.ts';
export { dataDirUser } from './data-dir-user.ts';
export { type ErrorCode, errorCatalogue } from './errors/catalogue.ts';
export { runServer } from './run-server.ts';
export { type RunningServer, serve } from './serve.ts';
export { tryEngine } from './try-engine.ts';
export { version } from './version.ts';
