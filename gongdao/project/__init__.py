"""The only place that knows everything: settings, addresses, the law packs that are open."""
