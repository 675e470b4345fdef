import type { ClientMessage } from './commands';
import type { Position } from './messages';
import type { Audience } from './views';

/** What happens on a line. Nothing more is said after `closed`. */
export interface LineEvents {
    /** The transport is up; the server's `hello` is still to come. */
    readonly opened: () => void;
    readonly message: (text: string) => void;
    /** The line is gone, with the close code of the protocol's section 7; 1006 where the network gives none. */
    readonly closed: (code: number) => void;
}

/** One connection to the server. It moves frames and understands none of them. */
export interface Line {
    /** Whether commands can go over this line; where not they go by POST. */
    readonly carriesCommands: boolean;
    readonly send: (message: ClientMessage) => void;
    /** Finds out soon whether the line still lives, when there is reason to doubt it. */
    readonly probe: () => void;
    /** Closes without a further event. */
    readonly close: () => void;
}

export type OpenLine = (address: LineAddress, events: LineEvents) => Line;

export interface LineAddress extends Position {
    readonly code: string;
    readonly audience: Audience;
}

/** The network's own code for a connection that ended without a word. */
export const abnormal = 1006;

/** What a transport tells the line that is made of it. */
export interface TransportEvents {
    readonly opened: () => void;
    readonly message: (text: string) => void;
    readonly ended: (code: number) => void;
}

/** A socket or a stream of events: whatever bears the frames. */
export interface Transport {
    readonly isOpen: () => boolean;
    readonly send: (message: ClientMessage) => void;
    readonly close: () => void;
}

/** What differs from one way to the server to the other. Everything else is the same over each. */
export interface Way {
    readonly carriesCommands: boolean;
    /** How soon something is heard over an open line that lives, once it is asked or without asking. */
    readonly heardWithinMs: number;
    readonly open: (address: LineAddress, events: TransportEvents) => Transport;
}

const giveUpAfterMs = 10_000;

/** How long a line may be silent while the device says that it has no network. */
const doubtAfterMs = 1_000;

/** How long a line may be silent before it is asked whether it lives: staff see stale rows sooner. */
function silenceMs(audience: Audience): number {
    return audience === 'desk' || audience === 'stage' ? 5_000 : 20_000;
}

export function query({ epoch, seq, tag }: LineAddress): string {
    return new URLSearchParams({ epoch, seq: String(seq), ...(tag === undefined ? {} : { tag }) }).toString();
}

/**
 * Makes lines of a way. After some silence a line asks for a sign of life, and is given up when nothing comes for ten
 * seconds more; whatever the way, it ends after the same silence and with the code that the server has given. While the
 * device says that it is offline, what still comes may be the last of what was on its way: the line is asked again soon.
 */
export function lineOver(way: Way): OpenLine {
    return (address, events) => {
        let over = false;
        let timer: ReturnType<typeof setTimeout> | undefined;
        let deadline = Number.POSITIVE_INFINITY;
        let transport: Transport | undefined;

        const end = (code: number | undefined) => {
            if (over) {
                return;
            }
            over = true;
            clearTimeout(timer);
            transport?.close();
            if (code !== undefined) {
                events.closed(code);
            }
        };
        const ask = (patienceMs: number) => {
            if (over) {
                return;
            }
            clearTimeout(timer);
            transport?.send({ type: 'ping' });
            // Who doubts again and again does not wait for longer.
            deadline = Math.min(deadline, Date.now() + patienceMs);
            timer = setTimeout(() => end(abnormal), deadline - Date.now());
        };
        const heard = () => {
            clearTimeout(timer);
            deadline = Number.POSITIVE_INFINITY;
            const doubtful = !navigator.onLine && transport?.isOpen() === true;
            timer = doubtful
                ? setTimeout(() => ask(way.heardWithinMs), doubtAfterMs)
                : setTimeout(() => ask(giveUpAfterMs), silenceMs(address.audience));
        };

        try {
            transport = way.open(address, {
                opened: () => {
                    if (!over) {
                        heard();
                        events.opened();
                    }
                },
                message: (text) => {
                    if (!over) {
                        heard();
                        events.message(text);
                    }
                },
                ended: end,
            });
            heard();
        } catch (error) {
            // A browser that forbids this way is like a network that does.
            console.warn('A connection could not be begun:', error);
            timer = setTimeout(() => end(abnormal), 0);
        }
        return {
            carriesCommands: way.carriesCommands,
            send: (message) => transport?.send(message),
            // One that is still on its way can answer nothing, but is not waited for as long as one is silent.
            probe: () => ask(transport?.isOpen() === true ? way.heardWithinMs : giveUpAfterMs),
            close: () => end(undefined),
        };
    };
}
