import type { Command } from './commands';
import { identity, link, parseMine } from './messages';
import type { Identity, List, Mine, Page, Parsers, PersonalLink, Reply, Snapshot } from './messages';
import { dictionary, Malformed, number, object, string } from './parse';
import { problem as problemParser } from './problems';
import type { Problem } from './problems';
import type { Audience } from './views';

/** What came of a request. `unreachable` says that no answer came, which is not a refusal. */
export type Answer<T> =
    | { readonly outcome: 'ok'; readonly value: T }
    | { readonly outcome: 'refused'; readonly status: number; readonly problem: Problem }
    | { readonly outcome: 'unreachable' };

const requestTimeoutMs = 15_000;

export interface RequestOptions {
    readonly method?: 'GET' | 'POST' | 'DELETE';
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Sends one request and parses its answer. It never throws for what a network or a server may do: an answer that
 * cannot be understood counts as none.
 */
export async function request<T>(
    path: string,
    parse: (value: unknown, response: Response) => T,
    options: RequestOptions = {},
): Promise<Answer<T>> {
    const cut = new AbortController();
    const timer = setTimeout(() => cut.abort(), requestTimeoutMs);
    try {
        const response = await fetch(path, {
            method: options.method ?? 'GET',
            headers: {
                Accept: 'application/json, application/problem+json',
                ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
                ...options.headers,
            },
            ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
            credentials: 'same-origin',
            signal: cut.signal,
        });
        const text = await response.text();
        const value: unknown = text === '' ? undefined : parseJson(text);
        if (response.ok) {
            return { outcome: 'ok', value: parse(value, response) };
        }
        return { outcome: 'refused', status: response.status, problem: problemOf(value, response.headers) };
    } catch (error) {
        if (error instanceof Malformed) {
            console.warn('An answer of the server could not be read:', error.message);
        }
        return { outcome: 'unreachable' };
    } finally {
        clearTimeout(timer);
    }
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** A proxy's error page has no problem in it; the header may still say when to come back. */
function problemOf(value: unknown, headers: Headers): Problem {
    const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
    const wait = Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {};
    try {
        return { ...wait, ...problemParser(value, '') };
    } catch {
        return wait;
    }
}

/** The HTTP side of one audience of one session. */
export interface SessionHttp<A extends Audience> {
    readonly snapshot: () => Promise<Answer<Snapshot<A>>>;
    readonly page: (
        list: List,
        sort: 'votes' | 'newest' | undefined,
        after: string | undefined,
    ) => Promise<Answer<Page<A>>>;
    readonly mine: () => Promise<Answer<Mine>>;
    /** Sends a command by POST; the reply is the socket's, a refusal turned into its `nack`. */
    readonly command: (command: Command) => Promise<Answer<Reply<A>>>;
}

export function sessionHttp<A extends Audience>(code: string, audience: A, parsers: Parsers<A>): SessionHttp<A> {
    const base = `/api/sessions/${encodeURIComponent(code)}`;
    return {
        // The browser's own cache revalidates with the ETag and turns a 304 into the stored snapshot.
        snapshot: () => request(`${base}/${audience}`, (value) => parsers.snapshot(value, '')),
        page: (list, sort, after) => {
            const query = new URLSearchParams({
                list,
                ...(sort === undefined ? {} : { sort }),
                ...(after === undefined ? {} : { after }),
            });
            return request(`${base}/${audience}/page?${query.toString()}`, (value) => parsers.page(value, ''));
        },
        mine: () => request(`${base}/mine`, (value) => parseMine(value, '')),
        command: async (command) => {
            const answer = await request(`${base}/commands?audience=${audience}`, (value) => parsers.reply(value, ''), {
                method: 'POST',
                body: command,
            });
            if (answer.outcome !== 'refused') {
                return answer;
            }
            return { outcome: 'ok', value: asReply(command.id, answer.status, answer.problem) };
        },
    };
}

function asReply<A extends Audience>(id: string, status: number, problem: Problem): Reply<A> {
    // Without a code of ours these come from something in between, so the outcome is not known.
    if ((status >= 500 || status === 429 || status === 408) && problem.code === undefined) {
        return { type: 'retry', id, retryAfterMs: problem.retryAfterMs ?? 2_000 };
    }
    const wait = problem.retryAfterMs === undefined ? {} : { retryAfterMs: problem.retryAfterMs };
    return { type: 'nack', id, problem, ...wait };
}

/** From how many networks the votes of questions come, where it is telling. For desks. */
export async function fetchNetworks(code: string): Promise<Answer<ReadonlyMap<string, number>>> {
    const networks = object({ networks: dictionary(number) });
    return request(`/api/sessions/${encodeURIComponent(code)}/desk/networks`, (value) => networks(value, '').networks);
}

export function fetchIdentity(): Promise<Answer<Identity>> {
    return request('/api/me', (value) => identity(value, ''));
}

/** Ends the sign-in of this browser; the answer is where to go next. */
export function signOut(): Promise<Answer<{ readonly to: string }>> {
    return request('/api/sign-out', (value) => object({ to: string })(value, ''), { method: 'POST', body: {} });
}

/** Asks for a participant's key, which the server gives as a cookie this script cannot read. */
export function becomeParticipant(): Promise<Answer<undefined>> {
    return request('/api/participant', () => undefined, { method: 'POST', body: {} });
}

/** Says what a personal link is for, without using it. */
export function peekLink(token: string): Promise<Answer<PersonalLink>> {
    return request('/api/join/peek', (value) => link(value, ''), { method: 'POST', body: { token } });
}

/** Uses a personal link: its grant is added to this browser's. */
export function useLink(token: string): Promise<Answer<PersonalLink>> {
    return request('/api/join', (value) => link(value, ''), { method: 'POST', body: { token } });
}
