import type { DescService } from '@bufbuild/protobuf';
import type { ServiceImpl } from '@connectrpc/connect';
import type { FastifyInstance } from 'fastify';
import type { Access } from '../../auth/access.ts';
import { AdHocProfileService } from '../../rpc/generated/adhocprofiles/v1/adhocprofiles_pb.ts';
import { FeatureFlagsService } from '../../rpc/generated/capabilities/v1/feature_flags_pb.ts';
import { DebuginfoService } from '../../rpc/generated/debuginfo/v1alpha1/debuginfo_pb.ts';
import { RecordingRulesService } from '../../rpc/generated/settings/v1/recording_rules_pb.ts';
import { VCSService } from '../../rpc/generated/vcs/v1/vcs_pb.ts';
import { Version } from '../../rpc/generated/version/v1/version_pb.ts';
import { registerRpcService } from '../../rpc/register-rpc-service.ts';
import { AGENT_ACCESS, QUERY_ACCESS } from './query-access.ts';

/** Of the questions that `querier.v1` has: the only version there is. */
const QUERIER_API = 1n;

/**
 * What Grafana's drill-down asks for beside profiles, and what agents offer. There are no metrics made of profiles here, no source code and no profiles for one
 * person: lists are empty, and whoever wants to add to them is told `unimplemented` and not that there is no such address.
 */
export function registerFurtherServices(app: FastifyInstance): void {
  const register = <S extends DescService>(
    service: S,
    implementation: Partial<ServiceImpl<S>>,
    access: Access = QUERY_ACCESS,
  ): void => registerRpcService(app, { service, access, implementation });
  register(Version, { version: async () => ({ QuerierAPI: QUERIER_API }) });
  register(FeatureFlagsService, { getFeatureFlags: async () => ({ featureFlags: [] }) });
  register(RecordingRulesService, { listRecordingRules: async () => ({}) });
  register(AdHocProfileService, { list: async () => ({}) });
  register(VCSService, {});
  // An agent that is told so offers the file no more.
  const noDebugFiles = { shouldInitiateUpload: false, reason: 'Debug files are not taken.' };
  register(DebuginfoService, { shouldInitiateUpload: async () => noDebugFiles }, AGENT_ACCESS);
}
