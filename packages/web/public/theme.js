// Before anything is drawn: the theme that was chosen here last. Without a choice the system's applies.
(() => {
  try {
    const theme = localStorage.getItem('hearth-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // No storage: the system's theme.
  }
})();
