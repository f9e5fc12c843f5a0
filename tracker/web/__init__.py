"""Pages in the browser: they show what the reports say, and decide through the deeds alone.

Which file does what:

- ``site.py``: one run of the server: its folder, its key, the names by which it may be asked;
- ``guard.py``: what stands before every page: Host, key, Origin, form token, limits, headers;
- ``visit.py``: one request as a page sees it: a session, a form, an answer;
- ``rendering.py``: templates to HTML; ``passages.py``: Markdown to HTML that cannot act;
- ``pages/``: one module a page, with ``routes``; ``app.py`` puts them together;
- ``listening.py``: the socket; ``serving.py``: the server; ``opening.py``: the browser, without a
  key in sight; ``jobs.py``: a poll or a draft in a thread;
- ``templates/`` and ``static/``: HTML, one stylesheet, the scripts. No inline style, no inline
  script: the policy in ``guard.py`` lets neither act.

To add a page: a module in ``pages/`` whose functions take a ``Visit`` and return a ``Response``,
with ``routes = (show_at("/path", function), send_to("/path/deed", function))``; its name in the
list of ``app.py``; a template that extends ``base.html``; in every form that posts,
``{{ form_token() }}``. A page that shows opens ``visit.session()``, one that decides
``visit.session(stores=True)``, and ends with ``visit.go("/path", *lines)``.
"""
