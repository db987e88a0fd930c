/** The page of the county console, served by the hub. */
import { mountPage } from './app/providers.tsx';
import { CountyApp } from './county/county-app.tsx';

mountPage(<CountyApp />);
