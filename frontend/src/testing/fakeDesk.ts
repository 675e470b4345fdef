import type { Command } from '../protocol/commands';
import type { Snapshot } from '../protocol/messages';
import type { OpenLine } from '../protocol/line';
import type { DeskQuestion, DeskSession } from '../protocol/views';
import { LiveState } from '../state/LiveState.svelte';
import { aSession, noon } from './rows';

/** A desk's server in memory: what it is asked is kept, and it says what the test makes it say. */
export class FakeDesk {
    readonly sent: Command[] = [];
    readonly live: LiveState<'desk'>;
    #say: (message: object) => void = () => undefined;
    #close: (code: number) => void = () => undefined;
    #seq = 10;

    constructor(questions: readonly DeskQuestion[], session: Partial<DeskSession> = {}) {
        const snapshot: Snapshot<'desk'> = {
            epoch: 'one',
            seq: this.#seq,
            at: noon,
            session: { ...aSession(), graphic: false, tellDisrespectful: true, ...session },
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
            audience: 'desk',
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

    /** To be called once the desk has opened its line. */
    hello(): void {
        this.#say({
            type: 'hello',
            epoch: 'one',
            seq: this.#seq,
            audience: 'desk',
            at: noon,
            you: { role: 'moderator', participant: false },
            limits: { questionMin: 3, questionMax: 500, adviceFrom: 200, waitingMax: 3 },
        });
    }

    /** Rows as they are from now on. */
    shows(...upsert: readonly DeskQuestion[]): void {
        this.#seq += 1;
        this.#say({ type: 'frame', prev: this.#seq - 1, seq: this.#seq, at: noon, upsert, remove: [] });
    }

    counts(votes: Readonly<Record<string, number>>): void {
        this.#say({ type: 'tally', votes });
    }

    /** Refuses the last command: the question is otherwise by now. */
    refuses(now: DeskQuestion, by: string): void {
        const id = this.sent.at(-1)?.id;
        this.#say({ type: 'nack', id, problem: { code: 'changed' }, row: now, by, at: noon });
    }

    /** Ends the line, with a code of the protocol's section 7. */
    closes(code: number): void {
        this.#close(code);
    }

    accepts(): void {
        this.#say({ type: 'ack', id: this.sent.at(-1)?.id, seq: this.#seq, at: noon });
    }
}
