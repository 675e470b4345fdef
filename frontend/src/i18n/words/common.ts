import { bilingual, enFrancais, inEnglish } from '../bilingual';

/** Words that every surface may need: connection, names of things, ways out. */
export const common = bilingual(
    {
        product: 'Rostrum',
        number: (n: number) => `No. ${n}`,
        goBack: 'Go back',
        close: 'Close',
        tryAgain: 'Try again',
        reloadPage: 'Reload the page',
        broken: 'Something went wrong on this page.',
        languageLabel: 'Language',
        rehearsal: 'Rehearsal',
        rehearsalStaff: 'Rehearsal – nothing is kept',
        loading: 'One moment…',
        spokenIn: { en: 'in English', fr: 'in French', other: 'in another language' },
        connection: {
            label: 'Connection',
            connecting: 'Connecting…',
            connected: 'Connected',
            reconnecting: 'Reconnecting… You can keep writing.',
            offline: 'You are offline. What you wrote is kept on this device.',
            back: 'Back online. Everything is up to date.',
            restarting: 'The service is restarting. You do not need to do anything.',
            reload: 'This page is older than the service. Reload it.',
            stopped: 'Disconnected',
            signIn: 'Your personal link does not give access here any more. Open it again or ask the organizer.',
            unknownSession: 'We do not know this code. Check the letters and try again.',
        },
        staleSeconds: (n: number) =>
            inEnglish(n, {
                one: 'Reconnecting – what you see is # second old',
                other: 'Reconnecting – what you see is # seconds old',
            }),
        votes: (n: number) =>
            inEnglish(n, { one: '# person wants this answered', other: '# people want this answered' }),
    },
    {
        product: 'Rostrum',
        number: (n) => `N° ${n}`,
        goBack: 'Revenir',
        close: 'Fermer',
        tryAgain: 'Réessayer',
        reloadPage: 'Recharger la page',
        broken: 'Un problème est survenu sur cette page.',
        languageLabel: 'Langue',
        rehearsal: 'Répétition',
        rehearsalStaff: "Répétition – rien n'est conservé",
        loading: 'Un instant…',
        spokenIn: { en: 'en anglais', fr: 'en français', other: 'dans une autre langue' },
        connection: {
            label: 'Connexion',
            connecting: 'Connexion en cours…',
            connected: 'En ligne',
            reconnecting: "Reconnexion en cours… Vous pouvez continuer d'écrire.",
            offline: 'Vous êtes hors ligne. Votre texte est conservé sur cet appareil.',
            back: 'De nouveau en ligne. Tout est à jour.',
            restarting: "Le service redémarre. Vous n'avez rien à faire.",
            reload: 'Cette page est plus ancienne que le service. Rechargez-la.',
            stopped: 'Connexion coupée',
            signIn: "Votre lien personnel ne donne plus accès à cette page. Ouvrez-le de nouveau ou écrivez à l'organisation.",
            unknownSession: 'Ce code est inconnu. Vérifiez les lettres et réessayez.',
        },
        staleSeconds: (n) =>
            enFrancais(n, {
                one: 'Reconnexion – affichage vieux de # seconde',
                other: 'Reconnexion – affichage vieux de # secondes',
            }),
        votes: (n) => enFrancais(n, { one: '# personne veut une réponse', other: '# personnes veulent une réponse' }),
    },
);
