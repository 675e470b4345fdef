import { show } from '../../components/page/show';
import { codeOfPage } from '../../state/address';
import { deviceStore } from '../../state/deviceStore';
import { LiveState } from '../../state/LiveState.svelte';
import '../../styles/base.css';
import './desk.css';
import App from './App.svelte';

show(App, (locale) => ({
    locale,
    live: new LiveState({ code: codeOfPage(), audience: 'desk' }),
    store: deviceStore(),
}));
