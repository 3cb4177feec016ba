import type { HandlerContext, ServiceImpl } from '@connectrpc/connect';
import { projectOf } from '../../auth/register-auth.ts';
import type { ViewerSetting, ViewerSettings } from '../../catalog/viewer-settings.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import type { SettingsService } from '../../rpc/generated/settings/v1/setting_pb.ts';
import { requestOfCall } from '../../rpc/register-rpc-service.ts';

/** What Grafana's drill-down keeps for all who look at a project: its form of settings. */
export function settingsService(settings: ViewerSettings): ServiceImpl<typeof SettingsService> {
  const projectIdOf = (call: HandlerContext) => projectOf(requestOfCall(call)).id;
  return {
    get: async (_asked, call) => ({ settings: (await settings.list(projectIdOf(call))).map(settingMessage) }),
    set: async ({ setting }, call) => {
      if (setting === undefined) throw new HearthError('invalid_request', { message: 'setting: is missing.' });
      const { name, value, modifiedAt } = setting;
      const modifiedMs = modifiedAt > 0n ? Number(modifiedAt) : undefined;
      return { setting: settingMessage(await settings.set(projectIdOf(call), { name, value, modifiedMs })) };
    },
    delete: async ({ name }, call) => {
      await settings.remove(projectIdOf(call), name);
      return {};
    },
  };
}

const settingMessage = ({ name, value, modifiedMs }: ViewerSetting) => ({
  name,
  value,
  modifiedAt: BigInt(modifiedMs),
});
