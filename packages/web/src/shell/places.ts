/** Places of the bar at the top, in its order. A new place is one more entry, one more route, and one folder. */
export const places = [
  { name: 'Overview', to: '/o/$org/p/$project', key: 'g o' },
  { name: 'Explore', to: '/o/$org/p/$project/explore', key: 'g e' },
  { name: 'Compare', to: '/o/$org/p/$project/compare', key: 'g c' },
  { name: 'Pipelines', to: '/o/$org/p/$project/pipelines', key: 'g p' },
  { name: 'Ingest', to: '/o/$org/p/$project/ingest', key: 'g i' },
  { name: 'Settings', to: '/o/$org/p/$project/settings', key: 'g s' },
] as const;
