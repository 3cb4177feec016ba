import type { JsonBytes } from '../json/json-bytes.ts';
import { readFlag, readMembers, readOptionalNumber, readWord } from '../json/read-members.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { FirefoxMeta } from './firefox-profile.ts';
import { NEWEST_FIREFOX_VERSION, OLDEST_FIREFOX_VERSION } from './limits.ts';

/** A product, system or version; the longest known has a command line in it. */
const MAX_META_BYTES = 8192;
/** Until 2021 all files were in this unit and did not say so. */
const MICROSECONDS = 'µs';

/**
 * Takes `meta`.
 * @throws ProfileFormatError `not_firefox_profile` for Gecko's own format, `unsupported_version`
 */
export function readMeta(json: JsonBytes): FirefoxMeta {
  let version: number | undefined;
  let geckoVersion: number | undefined;
  let intervalMs = 0;
  let startTimeMs: number | undefined;
  let profilingStartTimeMs: number | undefined;
  let symbolicated = false;
  let cpuDeltaUnit = MICROSECONDS;
  const words = { product: '', oscpu: '', platform: '', abi: '', importedFrom: '', appBuildID: '' };
  const toWord = (name: keyof typeof words) => (member: JsonBytes) => {
    words[name] = readWord(member, MAX_META_BYTES);
  };
  readMembers(json, {
    preprocessedProfileVersion: (member) => {
      version = readOptionalNumber(member);
    },
    version: (member) => {
      geckoVersion = readOptionalNumber(member);
    },
    interval: (member) => {
      intervalMs = Math.max(0, readOptionalNumber(member) ?? 0);
    },
    startTime: (member) => {
      startTimeMs = readOptionalNumber(member);
    },
    profilingStartTime: (member) => {
      profilingStartTimeMs = readOptionalNumber(member);
    },
    symbolicated: (member) => {
      symbolicated = readFlag(member);
    },
    sampleUnits: (member) => {
      if (!member.isObject) return member.skipValue();
      readMembers(member, {
        threadCPUDelta: (unit) => {
          cpuDeltaUnit = readWord(unit, MAX_META_BYTES);
        },
      });
    },
    product: toWord('product'),
    oscpu: toWord('oscpu'),
    platform: toWord('platform'),
    abi: toWord('abi'),
    importedFrom: toWord('importedFrom'),
    appBuildID: toWord('appBuildID'),
  });
  return {
    version: checkVersion(version, geckoVersion),
    ...{ product: words.product, oscpu: words.oscpu, platform: words.platform, abi: words.abi },
    importedFrom: words.importedFrom,
    appBuildId: words.appBuildID,
    intervalMs,
    startTimeMs,
    profilingStartTimeMs,
    symbolicated,
    cpuDeltaUnit,
  };
}

function checkVersion(version: number | undefined, geckoVersion: number | undefined): number {
  if (version === undefined) {
    throw new ProfileFormatError(
      'not_firefox_profile',
      geckoVersion === undefined
        ? 'the JSON is no profile: its meta has no preprocessedProfileVersion'
        : "the profile is in Gecko's own format, not the processed one: open it in Firefox Profiler and save it from there",
    );
  }
  if (!Number.isInteger(version) || version < OLDEST_FIREFOX_VERSION || version > NEWEST_FIREFOX_VERSION) {
    throw new ProfileFormatError(
      'unsupported_version',
      `the processed format's version ${version} is not one of ${OLDEST_FIREFOX_VERSION} to ${NEWEST_FIREFOX_VERSION}, which can be read`,
    );
  }
  return version;
}
