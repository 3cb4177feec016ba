import type { UploadMessage } from '@hearth/agent/protocol';

/** States that an agent goes through with a capture, in their order. */
export const agentStates = ['accepted', 'recording', 'writing', 'uploading'] as const;
export type AgentState = (typeof agentStates)[number];

/** What can happen to a capture. */
export type CaptureEvent =
  /** The agent says how far it is. */
  | { readonly kind: 'progress'; readonly state: AgentState; readonly recorder?: string | undefined }
  /** The agent has a file and says what it is like. */
  | { readonly kind: 'announced'; readonly upload: UploadMessage }
  /** The whole file lies in the spool, checked and synced: it depends on the agent no more. */
  | { readonly kind: 'spooled' }
  /** The file is durable in the store. */
  | { readonly kind: 'landed'; readonly profileId: string }
  /** There will be no file: the agent says so, or the store refuses it. */
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      readonly detail?: string | undefined;
      /** It is the store that refuses what was delivered. */
      readonly byStore?: boolean;
    }
  /** Somebody cancelled it, and the agent has stopped or is not there. */
  | { readonly kind: 'cancelled'; readonly why: string }
  /** Nobody heard of it in time. */
  | { readonly kind: 'given-up'; readonly code: string; readonly why: string };
