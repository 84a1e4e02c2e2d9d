"""Page shell, design tokens and languages shared by the pages; holds no domain rule."""
