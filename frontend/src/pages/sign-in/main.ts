import { show } from '../../components/page/show';
import '../../styles/base.css';
import App from './App.svelte';
import { endOf } from './ends';

show(App, (locale) => ({ locale, end: endOf(location.pathname) }));
