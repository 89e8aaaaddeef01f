"""What every screen is built from: view, page, action, live fragment, markup, hydration."""
