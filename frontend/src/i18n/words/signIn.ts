import { bilingual } from '../bilingual';

/** Signing in with an account of one's own organization, and out again. */
export const signIn = bilingual(
    {
        signIn: 'Sign in',
        signInAgain: 'Sign in again',
        signOut: 'Sign out',
        signedInAs: (name: string) => `Signed in as ${name}`,
        needed: 'Sign in with your account, or open your personal link.',
        ended: 'You have been signed out. Sign in again in a new tab, then come back here: what you wrote stays.',
        notEnough: (name: string) => `You are signed in as ${name}. This account does not give access to this page.`,
        askOrganizer: 'Ask the organizer for the right role, or for a personal link.',
        newTab: 'opens in a new tab',
        pageTitle: 'Sign-in',
        inTitle: 'You are signed in',
        inHint: 'You can close this tab and keep working where you were.',
        outTitle: 'You are signed out',
        outHint:
            'What personal links opened in this browser has ended too. A link can be opened again until it expires, unless it was for one use.',
        failedTitle: 'Signing in did not work',
        failedHint: 'It took too long, was cancelled, or cookies are blocked. Try again.',
        noRoleTitle: 'This account has no role here',
        noRoleHint: 'It is not set up as an organizer, a moderator or a panelist.',
    },
    {
        signIn: 'Se connecter',
        signInAgain: 'Se reconnecter',
        signOut: 'Se déconnecter',
        signedInAs: (name) => `Compte : ${name}`,
        needed: 'Connectez-vous avec votre compte, ou ouvrez votre lien personnel.',
        ended: 'Votre connexion a pris fin. Reconnectez-vous dans un nouvel onglet, puis revenez ici : votre texte est conservé.',
        notEnough: (name) => `Compte utilisé : ${name}. Il ne donne pas accès à cette page.`,
        askOrganizer: 'Demandez à l’organisation le rôle voulu, ou un lien personnel.',
        newTab: 's’ouvre dans un nouvel onglet',
        pageTitle: 'Connexion au compte',
        inTitle: 'Connexion réussie',
        inHint: 'Vous pouvez fermer cet onglet et reprendre là où vous étiez.',
        outTitle: 'Déconnexion réussie',
        outHint:
            'Les accès ouverts ici par lien personnel ont aussi pris fin. Un lien peut être rouvert jusqu’à son expiration, sauf s’il était à usage unique.',
        failedTitle: 'La connexion n’a pas réussi',
        failedHint: 'Le délai est dépassé, la connexion a été annulée, ou les témoins sont bloqués. Réessayez.',
        noRoleTitle: 'Ce compte n’a pas de rôle ici',
        noRoleHint: 'Il n’est associé ni à l’organisation, ni à la modération, ni aux panélistes.',
    },
);
