import { boolean, dictionary, instant, list, number, object, oneOf, optional, record, string } from './parse';
import type { Parsed, Parser } from './parse';
import { problem } from './problems';
import { dismissReason, language, role, views } from './views';
import type { Audience, QuestionOf, SessionOf } from './views';

/** Where in a session's history something is. Numbers of different epochs cannot be compared. */
export interface Place {
    readonly epoch: string;
    readonly seq: number;
}

/** A place with the server's own proof that it is one of its history: whoever comes back to it brings that along. */
export interface Position extends Place {
    readonly tag?: string;
}

const you = object({ role, name: optional(string), participant: boolean });
const limits = object({ questionMin: number, questionMax: number, adviceFrom: number, waitingMax: number });

const hello = object({
    type: oneOf('hello'),
    epoch: string,
    seq: number,
    tag: optional(string),
    at: instant,
    you,
    limits,
});
export type Hello = Parsed<typeof hello>;
export type Limits = Parsed<typeof limits>;

const counts = object({ type: oneOf('tally'), votes: dictionary(number), viewers: optional(number) });

/** Rows that have risen into the bounded set, as they are at a position. */
export interface Risen<A extends Audience> extends Place {
    readonly rows: readonly QuestionOf<A>[];
}

export type Tally<A extends Audience> = Parsed<typeof counts> | (Parsed<typeof counts> & Risen<A>);

const fate = oneOf(
    'received',
    'published',
    'onAir',
    'answered',
    'answeredInWriting',
    'merged',
    'dismissed',
    'withdrawn',
);
export type Fate = Parsed<typeof fate>;

/** What the room shows of the question that one's own goes along with. */
const leadingFate = oneOf('published', 'onAir', 'answered', 'answeredInWriting');

const myQuestion = object({
    id: string,
    number,
    text: string,
    language,
    fate,
    reason: optional(dismissReason),
    mergedInto: optional(string),
    leading: optional(object({ number, fate: leadingFate, answeredAt: optional(instant) })),
    askedAt: instant,
    answeredAt: optional(instant),
    publishedAt: optional(instant),
    revision: number,
});
export type MyQuestion = Parsed<typeof myQuestion>;

const mine = object({
    type: oneOf('mine'),
    epoch: string,
    seq: number,
    tag: optional(string),
    questions: list(myQuestion),
    votes: list(object({ question: string, n: number, on: boolean })),
});
export type Mine = Parsed<typeof mine>;

const ack = object({
    type: oneOf('ack'),
    id: string,
    seq: optional(number),
    at: instant,
    question: optional(string),
    number: optional(number),
    already: optional(object({ by: optional(string), at: instant })),
});
export type Ack = Parsed<typeof ack>;

const nack = object({
    type: oneOf('nack'),
    id: string,
    problem,
    retryAfterMs: optional(number),
    by: optional(string),
    at: optional(instant),
});

/** A refusal; on a conflict with the present row as the caller may see it, and who changed it. */
export type Nack<A extends Audience> = Parsed<typeof nack> & { readonly row?: QuestionOf<A> };

const retry = object({ type: oneOf('retry'), id: string, retryAfterMs: number });
export type Retry = Parsed<typeof retry>;

const presence = object({
    type: oneOf('presence'),
    people: list(
        object({ name: string, role, audience: oneOf('room', 'desk', 'stage', 'overlay'), devices: optional(number) }),
    ),
});
export type Presence = Parsed<typeof presence>;
export type Person = Presence['people'][number];

const resync = object({ type: oneOf('resync'), epoch: string, seq: optional(number), spreadMs: number });
export type Resync = Parsed<typeof resync>;

const bye = object({ type: oneOf('bye'), reason: oneOf('restarting', 'moved', 'ended'), retryAfterMs: number });
export type Bye = Parsed<typeof bye>;

const pong = object({ type: oneOf('pong'), at: instant });
export type Pong = Parsed<typeof pong>;

/** What changed in the positions (prev, seq]. */
export interface Frame<A extends Audience> {
    readonly type: 'frame';
    readonly seq: number;
    readonly tag?: string;
    readonly prev: number;
    readonly at: string;
    readonly upsert: readonly QuestionOf<A>[];
    readonly remove: readonly string[];
    readonly session?: SessionOf<A>;
    /** Of the rows set, where this audience sees any. */
    readonly votes?: ReadonlyMap<string, number>;
}

export type Reply<A extends Audience> = Ack | Nack<A> | Retry;
export type ServerMessage<A extends Audience> =
    Hello | Frame<A> | Tally<A> | Mine | Ack | Nack<A> | Retry | Presence | Resync | Bye | Pong;

export type List = 'published' | 'answered' | 'dismissed' | 'merged' | 'withdrawn';

const more = object({
    published: optional(number),
    answered: optional(number),
    dismissed: optional(number),
    merged: optional(number),
    withdrawn: optional(number),
});

export interface Snapshot<A extends Audience> extends Position {
    readonly at: string;
    readonly session: SessionOf<A>;
    readonly questions: readonly QuestionOf<A>[];
    readonly votes: ReadonlyMap<string, number>;
    readonly more: Parsed<typeof more>;
}

export interface Page<A extends Audience> extends Position {
    readonly questions: readonly QuestionOf<A>[];
    readonly votes: ReadonlyMap<string, number>;
    readonly next?: string;
}

/** Parsers of everything one audience is sent. */
export interface Parsers<A extends Audience> {
    /** One message of the socket; `undefined` for a type that a later version of the protocol has added. */
    readonly message: (text: string) => ServerMessage<A> | undefined;
    readonly snapshot: Parser<Snapshot<A>>;
    readonly page: Parser<Page<A>>;
    readonly reply: Parser<Reply<A>>;
}

export function parsersFor<A extends Audience>(audience: A): Parsers<A> {
    const view: { readonly session: Parser<SessionOf<A>>; readonly question: Parser<QuestionOf<A>> } = views[audience];
    const questions = list(view.question);

    const frame: Parser<Frame<A>> = (value, at) => {
        const fixed = object({
            type: oneOf('frame'),
            seq: number,
            tag: optional(string),
            prev: number,
            at: instant,
            remove: list(string),
            votes: optional(dictionary(number)),
        });
        const { upsert, session } = record(value, at);
        return {
            ...fixed(value, at),
            upsert: questions(upsert, 'upsert'),
            ...(session === undefined ? {} : { session: view.session(session, 'session') }),
        };
    };
    const tally: Parser<Tally<A>> = (value, at) => {
        const { rows } = record(value, at);
        const position = object({ epoch: string, seq: number });
        return {
            ...counts(value, at),
            ...(rows === undefined ? {} : { ...position(value, at), rows: questions(rows, 'rows') }),
        };
    };
    const refusal: Parser<Nack<A>> = (value, at) => {
        const { row } = record(value, at);
        return { ...nack(value, at), ...(row === undefined ? {} : { row: view.question(row, 'row') }) };
    };
    const parsers: { readonly [T in ServerMessage<A>['type']]: Parser<Extract<ServerMessage<A>, { type: T }>> } = {
        hello,
        frame,
        tally,
        mine,
        ack,
        nack: refusal,
        retry,
        presence,
        resync,
        bye,
        pong,
    };

    return {
        message: (text) => {
            const value: unknown = JSON.parse(text);
            const { type } = object({ type: string })(value, '');
            const parser = Object.hasOwn(parsers, type) ? parsers[type as ServerMessage<A>['type']] : undefined;
            return parser?.(value, '');
        },
        snapshot: (value, at) => {
            const rest = object({
                epoch: string,
                seq: number,
                tag: optional(string),
                at: instant,
                votes: dictionary(number),
                more: optional(more),
            });
            const { session, questions: rows } = record(value, at);
            const { more: left = {}, ...fixed } = rest(value, at);
            return {
                ...fixed,
                more: left,
                session: view.session(session, 'session'),
                questions: questions(rows, 'questions'),
            };
        },
        page: (value, at) => {
            const rest = object({
                epoch: string,
                seq: number,
                tag: optional(string),
                votes: dictionary(number),
                next: optional(string),
            });
            return { ...rest(value, at), questions: questions(record(value, at)['questions'], 'questions') };
        },
        reply: (value, at) => {
            const { type } = object({ type: oneOf('ack', 'nack', 'retry') })(value, at);
            return parsers[type](value, at);
        },
    };
}

export const parseMine: Parser<Mine> = mine;

const grant = object({ code: optional(string), role, name: string, expiresAt: optional(instant) });
export type Grant = Parsed<typeof grant>;

/** Somebody signed in with an identity provider. */
const account = object({ name: string, roles: list(role) });
export type Account = Parsed<typeof account>;

/**
 * Who this browser is: whether it has a participant's key, the rights its personal links gave it, whether there is an
 * identity provider to sign in with, and who is signed in.
 */
export const identity = object({
    participant: boolean,
    grants: list(grant),
    signIn: boolean,
    account: optional(account),
});
export type Identity = Parsed<typeof identity>;

export const link = object({
    role,
    name: string,
    code: optional(string),
    titles: optional(object({ en: optional(string), fr: optional(string) })),
});
export type PersonalLink = Parsed<typeof link>;
