// Loaded by solara's page before the app: language, zoom for everybody, theme, and the bundle ahead of its first use.
// `theme`, `inDarkMode` and `appContainer` are that page's own (globals in biome.json).
document.documentElement.lang = 'en';
document.querySelector('meta[name=viewport]').content = 'width=device-width, initial-scale=1';
theme.variant = 'auto'; // the system's choice, until the person makes one
const dark = inDarkMode();
document.documentElement.dataset.theme = dark ? 'dark' : 'light';
appContainer.classList.toggle('theme--dark', dark);
appContainer.classList.toggle('theme--light', !dark);
document.querySelector('link[rel=icon]').href = '/front/favicon.svg';
import('/front/app.js');
// anywidget gives a model up for good if it does not start within two seconds: too few for a page that is busy.
const SLOWEST = 120_000;
const until = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => until(Math.max(milliseconds, SLOWEST));
