import type { Command } from '../protocol/commands';
import type { Answer, SessionHttp } from '../protocol/http';
import type { Page, Reply, Snapshot } from '../protocol/messages';
import type { Line, LineAddress, LineEvents, OpenLine } from '../protocol/line';
import { aSnapshot, noon } from './rows';

const unreachable = { outcome: 'unreachable' } as const;

/** One line the client has opened, seen from the server's end. */
export class FakeLine {
    readonly kind: 'socket' | 'events';
    readonly address: LineAddress;
    readonly events: LineEvents;
    readonly sent: Command[] = [];
    probed = 0;
    closedByClient = false;

    constructor(kind: 'socket' | 'events', address: LineAddress, events: LineEvents) {
        this.kind = kind;
        this.address = address;
        this.events = events;
    }

    say(message: object): void {
        this.events.message(JSON.stringify(message));
    }

    hello(changes: { readonly epoch?: string; readonly seq?: number } = {}): void {
        this.say({
            type: 'hello',
            epoch: this.address.epoch,
            seq: this.address.seq,
            audience: this.address.audience,
            at: noon,
            you: { role: 'viewer', participant: true },
            limits: { questionMin: 3, questionMax: 500, adviceFrom: 200, waitingMax: 3 },
            ...changes,
        });
    }

    drop(code = 1006): void {
        this.events.closed(code);
    }
}

/** A server in memory: it answers what the test has laid out and remembers what it was asked. */
export class FakeServer {
    readonly lines: FakeLine[] = [];
    readonly posted: Command[] = [];
    snapshots = 0;
    snapshot: Answer<Snapshot<'room'>> = { outcome: 'ok', value: aSnapshot(10) };
    page: Answer<Page<'room'>> = unreachable;
    reply: (command: Command) => Answer<Reply<'room'>> = () => unreachable;

    readonly http: SessionHttp<'room'> = {
        snapshot: () => {
            this.snapshots += 1;
            return Promise.resolve(this.snapshot);
        },
        page: () => Promise.resolve(this.page),
        mine: () => Promise.resolve(unreachable),
        command: (command) => {
            this.posted.push(command);
            return Promise.resolve(this.reply(command));
        },
    };
    readonly socket: OpenLine = this.#opener('socket');
    readonly fallback: OpenLine = this.#opener('events');

    get line(): FakeLine {
        const line = this.lines.at(-1);
        if (line === undefined) {
            throw new Error('the client has opened no line');
        }
        return line;
    }

    #opener(kind: FakeLine['kind']): OpenLine {
        return (address, events): Line => {
            const line = new FakeLine(kind, address, events);
            this.lines.push(line);
            return {
                carriesCommands: kind === 'socket',
                send: (message) => {
                    if (message.type === 'command') {
                        line.sent.push(message);
                    }
                },
                probe: () => {
                    line.probed += 1;
                },
                close: () => {
                    line.closedByClient = true;
                },
            };
        };
    }
}

/** The browser's outside that a client listens to, without a browser. */
export function fakeBrowser(): { readonly window: EventTarget; readonly document: EventTarget & { hidden: boolean } } {
    return { window: new EventTarget(), document: Object.assign(new EventTarget(), { hidden: false }) };
}
