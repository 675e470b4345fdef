import { number, object, optional, string } from './parse';
import type { Parsed } from './parse';

/** Every code with which the server may refuse: section 6 of the protocol. */
export const refusalCodes = [
    'malformed',
    'unknown-type',
    'unknown-command',
    'too-large',
    'not-signed-in',
    'not-allowed',
    'foreign-origin',
    'unknown-session',
    'unknown-question',
    'unknown-link',
    'link-expired',
    'changed',
    'on-air-taken',
    'wrong-status',
    'wrong-phase',
    'id-reused',
    'not-undoable',
    'merge-target',
    'titles-required',
    'too-short',
    'too-long',
    'not-text',
    'bad-value',
    'skipped-time',
    'intake-paused',
    'questions-closed',
    'voting-closed',
    'archived',
    'too-many-waiting',
    'too-soon',
    'too-many-questions',
    'too-many-requests',
    'too-many-in-flight',
    'fault',
    'busy',
    'unavailable',
] as const;

/** A reason the server gave; `unknown-code` is one that a later version of the protocol has added. */
export type RefusalCode = (typeof refusalCodes)[number] | 'unknown-code';

/** An RFC 9457 problem. `retryAfterMs` is there where waiting helps. */
export const problem = object({
    type: optional(string),
    title: optional(string),
    status: optional(number),
    detail: optional(string),
    code: optional(string),
    retryAfterMs: optional(number),
});
export type Problem = Parsed<typeof problem>;

/** The code of a problem. One this client has not learnt is a refusal all the same, and nothing to be sent again. */
export function codeOf(problem: Problem): RefusalCode {
    return refusalCodes.find((code) => code === problem.code) ?? 'unknown-code';
}
