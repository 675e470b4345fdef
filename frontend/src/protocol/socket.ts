import type { ClientMessage } from './commands';
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

export interface LineAddress {
    readonly code: string;
    readonly audience: Audience;
    readonly epoch: string;
    readonly seq: number;
}

/** The network's own code for a connection that ended without a word. */
export const abnormal = 1006;

const giveUpAfterMs = 10_000;
const probeMs = 3_000;

/** How long a line may be silent before it is asked whether it lives: staff see stale rows sooner. */
function silenceMs(audience: Audience): number {
    return audience === 'desk' || audience === 'stage' ? 5_000 : 20_000;
}

function query(address: LineAddress): string {
    return new URLSearchParams({ epoch: address.epoch, seq: String(address.seq) }).toString();
}

/** Opens a WebSocket; after some silence it pings, and gives the socket up when nothing comes for ten seconds more. */
export const openSocket: OpenLine = (address, events) => {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const path = `/ws/${encodeURIComponent(address.code)}/${address.audience}?${query(address)}`;
    const socket = new WebSocket(`${scheme}//${location.host}${path}`, 'rostrum.v1');
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;

    const end = (code: number | undefined) => {
        if (over) {
            return;
        }
        over = true;
        clearTimeout(timer);
        socket.close();
        if (code !== undefined) {
            events.closed(code);
        }
    };
    const transmit = (message: ClientMessage) => {
        if (socket.readyState === WebSocket.OPEN) {
            socket.send(JSON.stringify(message));
        }
    };
    const ask = (patienceMs: number) => {
        clearTimeout(timer);
        transmit({ type: 'ping' });
        timer = setTimeout(() => end(abnormal), patienceMs);
    };
    const heard = () => {
        clearTimeout(timer);
        timer = setTimeout(() => ask(giveUpAfterMs), silenceMs(address.audience));
    };

    socket.onopen = () => {
        if (!over) {
            heard();
            events.opened();
        }
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
        if (!over && typeof event.data === 'string') {
            heard();
            events.message(event.data);
        }
    };
    socket.onclose = (event) => end(event.code);
    heard();
    return {
        carriesCommands: true,
        send: transmit,
        // One that is still on its way can answer nothing, but is not waited for as long as one is silent.
        probe: () => ask(socket.readyState === WebSocket.OPEN ? probeMs : giveUpAfterMs),
        close: () => end(undefined),
    };
};

/** The same frames as server-sent events, for networks that let no socket through. */
export const openEvents: OpenLine = (address, events) => {
    const path = `/api/sessions/${encodeURIComponent(address.code)}/${address.audience}/events?${query(address)}`;
    const source = new EventSource(path);
    let over = false;
    const end = (code: number | undefined) => {
        if (over) {
            return;
        }
        over = true;
        source.close();
        if (code !== undefined) {
            events.closed(code);
        }
    };
    source.onopen = () => {
        if (!over) {
            events.opened();
        }
    };
    source.onmessage = (event: MessageEvent<unknown>) => {
        if (!over && typeof event.data === 'string') {
            events.message(event.data);
        }
    };
    source.onerror = () => end(abnormal);
    return { carriesCommands: false, send: () => undefined, probe: () => undefined, close: () => end(undefined) };
};
