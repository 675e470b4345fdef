import { abnormal, lineOver, query } from './line';
import type { OpenLine } from './line';
import { number, object } from './parse';

const closeEvent = object({ code: number });

/** Opens the same frames as server-sent events, for networks that let no socket through. */
export const openEvents: OpenLine = lineOver({
    carriesCommands: false,
    // It cannot be asked: the server gives a sign of life every five seconds.
    heardWithinMs: 8_000,
    open: (address, events) => {
        const path = `/api/sessions/${encodeURIComponent(address.code)}/${address.audience}/events?${query(address)}`;
        const source = new EventSource(path);
        source.onopen = () => events.opened();
        source.onmessage = ({ data }: MessageEvent<unknown>) => {
            if (typeof data === 'string') {
                events.message(data);
            }
        };
        source.addEventListener('close', ({ data }: MessageEvent<unknown>) => events.ended(codeIn(data)));
        // The browser would come back by itself, from the place where this stream began.
        source.onerror = () => events.ended(abnormal);
        return {
            isOpen: () => source.readyState === EventSource.OPEN,
            send: () => undefined,
            close: () => source.close(),
        };
    },
});

function codeIn(data: unknown): number {
    try {
        return closeEvent(JSON.parse(String(data)), '').code;
    } catch {
        return abnormal;
    }
}
