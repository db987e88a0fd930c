/** The county console. */
export function CountyApp() {
  return <main />;
}
