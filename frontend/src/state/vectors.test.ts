import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SessionHttp } from '../protocol/http';
import { parsersFor } from '../protocol/messages';
import type { LineAddress, LineEvents, OpenLine } from '../protocol/line';
import type { Audience } from '../protocol/views';
import { fakeBrowser } from '../testing/fakeServer';
import { LiveState } from './LiveState.svelte';

/**
 * What the server's own tests have seen clients being sent over random walks, and what such a client holds then: the
 * projection of its audience. This half must come to the same.
 */
const folder = new URL('../../../src/test/resources/vectors/', import.meta.url);

type Json = Readonly<Record<string, unknown>>;

interface Position {
    readonly epoch: string;
    readonly seq: number;
    readonly tag: string;
}

interface Held extends Omit<Position, 'tag'> {
    readonly session: Json;
    readonly questions: readonly { readonly id: string }[];
    readonly votes: Readonly<Record<string, number>>;
}

/** One step: a snapshot and the socket, a message, a snapshot it had to ask for, the end of a line, or a rest. */
type Step =
    | { readonly join: Json & Position }
    | { readonly say: Json }
    | { readonly fetch: Json & Position }
    | { readonly lose: true }
    | { readonly come: Position }
    | { readonly hold: Held };

interface Vector {
    readonly audience: Audience;
    readonly steps: readonly Step[];
}

const files = readdirSync(folder);
const browser = fakeBrowser();

/** A client and the server that the vector makes up around it. */
class Stage {
    readonly #live: LiveState<Audience>;
    readonly #lines: { readonly address: LineAddress; readonly events: LineEvents }[] = [];
    readonly stop: () => void;
    #snapshot: Json = {};
    #fetched = 0;

    constructor(audience: Audience, snapshot: Json) {
        const parsers = parsersFor<Audience>(audience);
        const unreachable = () => Promise.resolve({ outcome: 'unreachable' } as const);
        const http: SessionHttp<Audience> = {
            snapshot: () => {
                this.#fetched += 1;
                return Promise.resolve({ outcome: 'ok', value: parsers.snapshot(this.#snapshot, '') });
            },
            page: unreachable,
            mine: unreachable,
            command: unreachable,
        };
        const socket: OpenLine = (address, events) => {
            this.#lines.push({ address, events });
            return { carriesCommands: true, send: vi.fn(), probe: vi.fn(), close: vi.fn() };
        };
        this.#snapshot = snapshot;
        this.#live = new LiveState({ code: 'ABC234', audience, socket, fallback: socket, http, random: () => 0 });
        this.stop = this.#live.start();
    }

    get #line() {
        const line = this.#lines.at(-1);
        if (line === undefined) {
            throw new Error('the client has opened no line');
        }
        return line;
    }

    say(message: Json): void {
        this.#line.events.message(JSON.stringify(message));
    }

    lose(): void {
        this.#line.events.closed(1006);
    }

    /** It fetches once, however often it was told to, and only when it was. */
    async fetches(snapshot: Json): Promise<void> {
        const before = this.#fetched;
        this.#snapshot = snapshot;
        await vi.advanceTimersByTimeAsync(0);
        expect(this.#fetched).toBe(before + 1);
    }

    async hasCome({ epoch, seq, tag }: Position, lines: number): Promise<void> {
        await vi.advanceTimersByTimeAsync(0);
        expect(this.#lines).toHaveLength(lines);
        expect(this.#line.address).toMatchObject({ epoch, seq, tag });
    }

    async holds(held: Held): Promise<void> {
        const fetched = this.#fetched;
        await vi.advanceTimersByTimeAsync(0);
        const { picture } = this.#live;
        expect(this.#fetched).toBe(fetched);
        expect({
            epoch: picture?.epoch,
            seq: picture?.seq,
            session: picture?.session,
            questions: Object.fromEntries(picture?.questions ?? []),
            votes: Object.fromEntries(picture?.votes ?? []),
        }).toEqual({ ...held, questions: Object.fromEntries(held.questions.map((row) => [row.id, row])) });
    }
}

async function play({ audience, steps }: Vector): Promise<number> {
    let stage: Stage | undefined;
    let lines = 0;
    let rests = 0;
    const present = (): Stage => {
        if (stage === undefined) {
            throw new Error('nobody has joined');
        }
        return stage;
    };
    for (const step of steps) {
        if ('join' in step) {
            stage?.stop();
            stage = new Stage(audience, step.join);
            lines = 1;
            await stage.hasCome(step.join, lines);
        } else if ('say' in step) {
            present().say(step.say);
        } else if ('fetch' in step) {
            await present().fetches(step.fetch);
        } else if ('lose' in step) {
            present().lose();
        } else if ('come' in step) {
            lines += 1;
            await present().hasCome(step.come, lines);
        } else {
            await present().holds(step.hold);
            rests += 1;
        }
    }
    stage?.stop();
    return rests;
}

beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('window', browser.window);
    vi.stubGlobal('document', browser.document);
    vi.stubGlobal('navigator', { onLine: true });
});

afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

describe('what the server sent', () => {
    test('is there for every audience', () => {
        const audiences = new Set(files.map((name) => name.split('-', 1)[0]));
        expect(audiences).toEqual(new Set(['room', 'desk', 'stage', 'overlay']));
    });

    test.each(files)('adds up to what it shows: %s', async (name) => {
        const vector = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector;
        expect(await play(vector)).toBeGreaterThan(0);
    });
});
