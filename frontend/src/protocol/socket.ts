import { lineOver, query } from './line';
import type { OpenLine } from './line';

/** Opens a WebSocket. */
export const openSocket: OpenLine = lineOver({
    carriesCommands: true,
    heardWithinMs: 3_000,
    open: (address, events) => {
        const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
        const path = `/ws/${encodeURIComponent(address.code)}/${address.audience}?${query(address)}`;
        const socket = new WebSocket(`${scheme}//${location.host}${path}`, 'rostrum.v1');
        socket.onopen = () => events.opened();
        socket.onmessage = ({ data }: MessageEvent<unknown>) => {
            if (typeof data === 'string') {
                events.message(data);
            }
        };
        socket.onclose = ({ code }) => events.ended(code);
        const isOpen = () => socket.readyState === WebSocket.OPEN;
        return {
            isOpen,
            send: (message) => {
                if (isOpen()) {
                    socket.send(JSON.stringify(message));
                }
            },
            close: () => socket.close(),
        };
    },
});
