import type { Command } from '../protocol/commands';
import type { Limits, Snapshot } from '../protocol/messages';
import type { OpenLine } from '../protocol/line';
import type {
    Audience,
    DeskQuestion,
    DeskSession,
    QuestionOf,
    Role,
    RoomQuestion,
    OpenedSession,
    SessionOf,
    StageQuestion,
    StageSession,
} from '../protocol/views';
import { LiveState } from '../state/LiveState.svelte';
import { aSession, noon } from './rows';

/** A server in memory of one audience: what it is asked is kept, and it says what the test makes it say. */
class FakeHouse<A extends Audience> {
    readonly sent: Command[] = [];
    readonly live: LiveState<A>;
    readonly #audience: A;
    readonly #role: Role;
    #say: (message: object) => void = () => undefined;
    #close: (code: number) => void = () => undefined;
    #seq = 10;

    constructor(audience: A, role: Role, questions: readonly QuestionOf<A>[], session: SessionOf<A>) {
        this.#audience = audience;
        this.#role = role;
        const snapshot: Snapshot<A> = {
            epoch: 'one',
            seq: this.#seq,
            at: noon,
            session,
            questions,
            votes: new Map(),
            more: {},
        };
        const socket: OpenLine = (_, events) => {
            this.#say = (message) => events.message(JSON.stringify(message));
            this.#close = (code) => events.closed(code);
            return {
                carriesCommands: true,
                send: (message) => {
                    if (message.type === 'command') {
                        this.sent.push(message);
                    }
                },
                probe: () => undefined,
                close: () => undefined,
            };
        };
        const unreachable = { outcome: 'unreachable' } as const;
        this.live = new LiveState({
            code: 'ABC123',
            audience,
            socket,
            http: {
                snapshot: () => Promise.resolve({ outcome: 'ok', value: snapshot }),
                page: () => Promise.resolve(unreachable),
                mine: () => Promise.resolve(unreachable),
                // answered over the line, as everything is
                command: (command) => {
                    this.sent.push(command);
                    return new Promise(() => undefined);
                },
            },
        });
    }

    /** To be called once the page has opened its line. */
    hello(limits: Partial<Limits> = {}): void {
        this.#say({
            type: 'hello',
            epoch: 'one',
            seq: this.#seq,
            audience: this.#audience,
            at: noon,
            you: { role: this.#role, participant: false },
            limits: { questionMin: 3, questionMax: 500, adviceFrom: 200, waitingMax: 3, ...limits },
        });
    }

    /** Ends the line, with a code of the protocol's section 7. */
    closes(code: number): void {
        this.#close(code);
    }

    /** Rows as they are from now on. */
    shows(...upsert: readonly QuestionOf<A>[]): void {
        this.#seq += 1;
        this.#say({ type: 'frame', prev: this.#seq - 1, seq: this.#seq, at: noon, upsert, remove: [] });
    }

    counts(votes: Readonly<Record<string, number>>): void {
        this.#say({ type: 'tally', votes });
    }

    /** Refuses the last command: the question is otherwise by now. */
    refuses(now: QuestionOf<A>, by: string): void {
        const id = this.sent.at(-1)?.id;
        this.#say({ type: 'nack', id, problem: { code: 'changed' }, row: now, by, at: noon });
    }

    /** What has become of the questions and votes of whoever is here. */
    tells(mine: { readonly questions: readonly object[]; readonly votes?: readonly object[] }): void {
        this.#say({ type: 'mine', epoch: 'one', seq: this.#seq, votes: [], ...mine });
    }

    /** Refuses the last command, for a while where that is said. */
    putsOff(code: string, retryAfterMs?: number): void {
        this.#say({ type: 'nack', id: this.sent.at(-1)?.id, problem: { code }, retryAfterMs });
    }

    /** Acknowledges the last command, which may have been carried out by another before. */
    accepts(already?: { readonly by: string; readonly at: string }): void {
        this.#say({ type: 'ack', id: this.sent.at(-1)?.id, seq: this.#seq, at: noon, already });
    }
}

/** The desk's server. */
export class FakeDesk extends FakeHouse<'desk'> {
    constructor(questions: readonly DeskQuestion[], session: Partial<DeskSession> = {}) {
        super('desk', 'moderator', questions, {
            ...aSession(),
            graphic: false,
            tellDisrespectful: true,
            ...session,
        });
    }
}

/** The stage's server. */
export class FakeStage extends FakeHouse<'stage'> {
    constructor(questions: readonly StageQuestion[], session: Partial<StageSession> = {}) {
        super('stage', 'panelist', questions, { ...aSession(), graphic: false, ...session });
    }
}

/** The room's server. */
export class FakeRoom extends FakeHouse<'room'> {
    constructor(questions: readonly RoomQuestion[], session: Partial<OpenedSession> = {}) {
        super('room', 'viewer', questions, { ...aSession(), ...session });
    }
}
