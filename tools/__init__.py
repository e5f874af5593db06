"""Development tools: setting up, building, serving, finding a browser. Never part of the site."""
