import type { Command } from '../protocol/commands';
import type { Ack, Nack, Reply } from '../protocol/messages';
import { codeOf } from '../protocol/problems';
import type { RefusalCode } from '../protocol/problems';
import type { Audience } from '../protocol/views';

/** What became of a command for certain. */
export type Answered<A extends Audience> =
    | { readonly kind: 'done'; readonly ack: Ack }
    | {
          readonly kind: 'refused';
          readonly code: RefusalCode;
          /** After which time it may be accepted, where waiting helps. */
          readonly retryAfterMs: number | undefined;
          readonly nack: Nack<A>;
      };

/** What became of a command. `unknown` is no refusal: it may have been carried out, or may yet be. */
export type Outcome<A extends Audience> = Answered<A> | { readonly kind: 'unknown' };

interface Waiting<A extends Audience> {
    readonly command: Command;
    readonly settle: (outcome: Answered<A>) => void;
    /** Set while the command is on the line, or waits for the moment to go there again. */
    timer: ReturnType<typeof setTimeout> | undefined;
    phase: 'ready' | 'sent' | 'resting';
    /** How often it has been put off in a row. */
    putOff: number;
}

/** The protocol's bound on unanswered commands of one connection. */
const capacity = 8;
const answerWithinMs = 10_000;
const restMs = 1_000;
const longestRestMs = 20_000;

/** The server has not looked at the command at all and asks to be asked again. Whatever else it says is an answer. */
const asksForPatience: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['busy', 'unavailable', 'too-many-in-flight']);

/**
 * The commands that have no answer yet. Each is sent with the same id again and again (after `retry`, after a new
 * connection, after silence) until it is answered or its maker has waited long enough: at least once on the wire, and
 * once in effect because the server knows the id.
 */
export class InFlight<A extends Audience> {
    readonly #waiting = new Map<string, Waiting<A>>();
    readonly #transmit: (command: Command) => void;
    #up = false;

    constructor(transmit: (command: Command) => void) {
        this.#transmit = transmit;
    }

    /** @param giveUpAfterMs how long its maker waits; `undefined` for as long as the page is there */
    send(command: Command, giveUpAfterMs: number | undefined): Promise<Outcome<A>> {
        return new Promise((resolve) => {
            const giveUp =
                giveUpAfterMs === undefined
                    ? undefined
                    : setTimeout(() => {
                          this.#drop(command.id);
                          resolve({ kind: 'unknown' });
                      }, giveUpAfterMs);
            const settle = (outcome: Answered<A>) => {
                clearTimeout(giveUp);
                resolve(outcome);
            };
            this.#waiting.set(command.id, { command, settle, timer: undefined, phase: 'ready', putOff: 0 });
            this.#pump();
        });
    }

    /** The line is there: everything unanswered goes over it once more, in the order it was made. */
    lineUp(): void {
        this.#up = true;
        for (const entry of this.#waiting.values()) {
            clearTimeout(entry.timer);
            entry.phase = 'ready';
        }
        this.#pump();
    }

    lineDown(): void {
        this.#up = false;
    }

    answered(reply: Reply<A>): void {
        const entry = this.#waiting.get(reply.id);
        if (entry === undefined) {
            return;
        }
        switch (reply.type) {
            case 'ack':
                this.#drop(reply.id);
                entry.settle({ kind: 'done', ack: reply });
                break;
            case 'nack': {
                const code = codeOf(reply.problem);
                const retryAfterMs = reply.retryAfterMs ?? reply.problem.retryAfterMs;
                if (asksForPatience.has(code)) {
                    this.#putOff(entry, retryAfterMs ?? restMs);
                } else {
                    this.#drop(reply.id);
                    entry.settle({ kind: 'refused', code, retryAfterMs, nack: reply });
                }
                break;
            }
            case 'retry':
                this.#putOff(entry, reply.retryAfterMs);
                break;
            default:
                reply satisfies never;
        }
        this.#pump();
    }

    #drop(id: string): void {
        clearTimeout(this.#waiting.get(id)?.timer);
        this.#waiting.delete(id);
    }

    /** Each time in a row it rests for twice as long, beginning with what the server asks for. */
    #putOff(entry: Waiting<A>, askedForMs: number): void {
        const longest = Math.max(askedForMs, longestRestMs);
        this.#rest(entry, Math.min(askedForMs * 2 ** entry.putOff, longest));
        entry.putOff = Math.min(entry.putOff + 1, 16);
    }

    #rest(entry: Waiting<A>, forMs: number): void {
        clearTimeout(entry.timer);
        entry.phase = 'resting';
        entry.timer = setTimeout(() => {
            entry.phase = 'ready';
            this.#pump();
        }, forMs);
    }

    #pump(): void {
        if (!this.#up) {
            return;
        }
        let room = capacity;
        for (const entry of this.#waiting.values()) {
            room -= entry.phase === 'sent' ? 1 : 0;
        }
        for (const entry of this.#waiting.values()) {
            if (room > 0 && entry.phase === 'ready') {
                room -= 1;
                entry.phase = 'sent';
                entry.timer = setTimeout(() => this.#rest(entry, 0), answerWithinMs);
                this.#transmit(entry.command);
            }
        }
    }
}
