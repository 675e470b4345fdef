import { svelte } from '@sveltejs/vite-plugin-svelte';
import browserslist from 'browserslist';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

/** The server gives each page a short address; the development server must know the same ones. */
const pages: readonly (readonly [RegExp, string])[] = [
    [/^\/s\/[^/]+$/, '/room.html'],
    [/^\/desk\/[^/]+$/, '/desk.html'],
    [/^\/stage\/[^/]+$/, '/stage.html'],
    [/^\/overlay\/[^/]+$/, '/overlay.html'],
    [/^\/host(\/.*)?$/, '/host.html'],
    [/^\/join$/, '/join.html'],
    [/^\/sign-in\/[^/]+$/, '/sign-in.html'],
];

function shortAddresses(): Plugin {
    return {
        name: 'short-addresses',
        configureServer(server) {
            server.middlewares.use((request, _response, next) => {
                const [path = '/', query] = (request.url ?? '/').split('?');
                const page = pages.find(([pattern]) => pattern.test(path));
                if (page !== undefined && !path.endsWith('.html')) {
                    request.url = query === undefined ? page[1] : `${page[1]}?${query}`;
                }
                next();
            });
        },
    };
}

export default defineConfig({
    plugins: [svelte(), shortAddresses()],
    server: {
        proxy: {
            '/api': 'http://127.0.0.1:8080',
            '^/sign-in($|\\?|/return|/done)': 'http://127.0.0.1:8080',
            '/ws': { target: 'ws://127.0.0.1:8080', ws: true },
        },
    },
    build: {
        // The browserslist of package.json: OBS 30 carries Chromium 103, the others are the oldest phones we promise to
        // serve. What they lack of functions is the lint's to find.
        target: browserslist().map((entry) => entry.replace('ios_saf', 'ios').replace(' ', '')),
        modulePreload: { polyfill: false },
    },
    // Components are tested as they run in a browser, not as a server would render them.
    resolve: process.env['VITEST'] === undefined ? {} : { conditions: ['browser'] },
    test: {
        include: ['src/**/*.test.ts'],
    },
});
