import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { oldBrowsers } from './scripts/oldBrowsers.mjs';
import svelteConfig from './svelte.config.js';

/** Who may import whom; everything else is refused. */
const directions = {
    protocol: ['protocol'],
    state: ['state', 'protocol'],
    i18n: ['i18n', 'protocol'],
    styles: ['styles'],
    ui: ['ui'],
    components: ['components', 'ui', 'i18n', 'protocol'],
    testing: ['testing', 'state', 'protocol'],
    pages: ['pages', 'components', 'ui', 'state', 'i18n', 'styles', 'protocol'],
};

export default ts.config(
    { ignores: ['dist', 'node_modules'] },
    js.configs.recommended,
    {
        files: ['src/**/*.ts', 'src/**/*.svelte', 'vite.config.ts'],
        extends: [...ts.configs.strictTypeChecked],
        languageOptions: {
            globals: globals.browser,
            parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
        },
        rules: {
            '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
            '@typescript-eslint/consistent-type-imports': 'error',
            '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
            '@typescript-eslint/switch-exhaustiveness-check': 'error',
            'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true }],
        },
    },
    ...svelte.configs.recommended,
    {
        files: ['**/*.svelte', '**/*.svelte.ts'],
        languageOptions: {
            parserOptions: {
                projectService: true,
                extraFileExtensions: ['.svelte'],
                parser: ts.parser,
                svelteConfig,
            },
        },
    },
    {
        files: ['**/*.svelte'],
        rules: {
            // The compiler's own unused and assignment analysis knows about runes; these two do not.
            'prefer-const': 'off',
            'svelte/no-navigation-without-resolve': 'off',
        },
    },
    {
        files: ['src/**/*.ts', 'src/**/*.svelte'],
        ignores: ['src/**/*.test.ts', 'src/testing/**'],
        plugins: { rostrum: { rules: { 'old-browsers': oldBrowsers } } },
        rules: { 'rostrum/old-browsers': 'error' },
    },
    {
        files: ['src/**/*.ts', 'src/**/*.svelte'],
        plugins: { boundaries },
        settings: {
            'boundaries/elements': [
                { type: 'ui', pattern: 'src/components/ui' },
                { type: 'components', pattern: 'src/components/*' },
                { type: 'protocol', pattern: 'src/protocol' },
                { type: 'state', pattern: 'src/state' },
                { type: 'i18n', pattern: 'src/i18n' },
                { type: 'styles', pattern: 'src/styles' },
                { type: 'testing', pattern: 'src/testing' },
                { type: 'pages', pattern: 'src/pages/*', capture: ['page'] },
            ],
            'import/resolver': { node: { extensions: ['.ts', '.svelte', '.css'] } },
        },
        rules: {
            'boundaries/dependencies': [
                'error',
                {
                    default: 'disallow',
                    policies: Object.entries(directions).map(([from, to]) => ({
                        from: { element: { type: from } },
                        allow: { to: { element: { types: { anyOf: to } } } },
                    })),
                },
            ],
        },
    },
    {
        files: ['src/**/*.test.ts'],
        rules: { 'boundaries/dependencies': 'off', '@typescript-eslint/require-await': 'off' },
    },
    {
        files: ['scripts/*.mjs', '*.js'],
        languageOptions: { globals: globals.node },
    },
);
