"""The needs-versus-wants solution advisor: a request and an environment in, a complete and not excessive recommendation out."""
