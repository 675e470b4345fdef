import { request } from './http';
import type { Answer } from './http';
import type { CommandBodies } from './commands';
import { boolean, dictionary, instant, list, localTime, number, object, oneOf, optional, string } from './parse';
import type { Parsed } from './parse';
import { bilingual, role } from './views';

/* What only organizers are sent, over HTTP alone: the second table of the protocol's section 1. */

const plan = object({
    code: string,
    phase: oneOf('draft', 'scheduled', 'open', 'live', 'closed', 'archived'),
    titles: bilingual,
    descriptions: bilingual,
    startsAt: optional(instant),
    endsAt: optional(instant),
    startsLocal: optional(localTime),
    endsLocal: optional(localTime),
    timeZone: string,
    streamUrl: optional(string),
    switches: dictionary(boolean),
    rehearsal: boolean,
    rehearsalOf: optional(string),
    roomUrl: string,
    overlayUrl: string,
});
export type Plan = Parsed<typeof plan>;

const invitation = object({
    id: string,
    role,
    name: string,
    createdAt: instant,
    expiresAt: instant,
    usedAt: optional(instant),
    lastUsedAt: optional(instant),
    browsers: optional(number),
    revokedAt: optional(instant),
    url: optional(string),
});

/** One person's link; `url` is there in the answer to its creation and never again. */
export type Invitation = Parsed<typeof invitation>;

export const checks = ['titles', 'deskTwo', 'stageOpen', 'graphicConnected', 'testQuestion'] as const;

const readiness = object({
    checks: list(object({ check: string, ok: boolean })),
    waiting: number,
    oldestWaitingAt: optional(instant),
});
export type Readiness = Parsed<typeof readiness>;

/** Who is simulated in a rehearsal: the audience, or a moderator and a panelist as well. */
export type Cast = 'audience' | 'everyone';

/** How a rehearsal is played; `speed` is how many times as fast as in real life, 1 to 60. */
export interface Casting {
    readonly speed: number;
    readonly cast: Cast;
}

const sessions = '/api/sessions';
const of = (code: string) => `${sessions}/${encodeURIComponent(code)}`;

export async function fetchPlans(): Promise<Answer<readonly Plan[]>> {
    const plans = object({ sessions: list(plan) });
    return request(sessions, (value) => plans(value, '').sessions);
}

export function createSession(body: CommandBodies['plan']): Promise<Answer<Plan>> {
    return request(sessions, (value) => plan(value, ''), { method: 'POST', body });
}

export function fetchPlan(code: string): Promise<Answer<Plan>> {
    return request(`${of(code)}/plan`, (value) => plan(value, ''));
}

export function fetchReadiness(code: string): Promise<Answer<Readiness>> {
    return request(`${of(code)}/ready`, (value) => readiness(value, ''));
}

export function fetchInvitations(code: string): Promise<Answer<readonly Invitation[]>> {
    const links = object({ links: list(invitation) });
    return request(`${of(code)}/links`, (value) => links(value, '').links);
}

/** The links by which people are hosts of the whole installation. */
export function fetchHosts(): Promise<Answer<readonly Invitation[]>> {
    const hosts = object({ hosts: list(invitation) });
    return request('/api/hosts', (value) => hosts(value, '').hosts);
}

export function revokeHost(id: string): Promise<Answer<undefined>> {
    return request(`/api/hosts/${encodeURIComponent(id)}`, () => undefined, { method: 'DELETE' });
}

export function invite(
    code: string,
    body: { readonly role: Invitation['role']; readonly name: string },
): Promise<Answer<Invitation>> {
    return request(`${of(code)}/links`, (value) => invitation(value, ''), { method: 'POST', body });
}

export function revoke(code: string, id: string): Promise<Answer<undefined>> {
    return request(`${of(code)}/links/${encodeURIComponent(id)}`, () => undefined, { method: 'DELETE' });
}

/** Starts a rehearsal of a session. */
export function rehearse(code: string, casting: Casting): Promise<Answer<Plan>> {
    return request(`${of(code)}/rehearsal`, (value) => plan(value, ''), { method: 'POST', body: casting });
}

/** Starts a rehearsal of the example session that comes with the server, as if it were held in that time zone. */
export function rehearseExample(casting: Casting, timeZone: string): Promise<Answer<Plan>> {
    return request('/api/rehearsal', (value) => plan(value, ''), { method: 'POST', body: { ...casting, timeZone } });
}

/** Ends a rehearsal and deletes it with everything in it; `code` is the rehearsal's own. */
export function endRehearsal(code: string): Promise<Answer<undefined>> {
    return request(`${of(code)}/rehearsal`, () => undefined, { method: 'DELETE' });
}

/** Where a spreadsheet's table of the questions is downloaded from. */
export function questionsAddress(code: string, language: 'en' | 'fr'): string {
    return `${of(code)}/questions.csv?lang=${language}`;
}

/** The audience page's address as a QR code. */
export function qrAddress(code: string): string {
    return `${of(code)}/qr.svg`;
}
