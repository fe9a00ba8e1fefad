"""Evaluates a list of claims in the host's variables and reports all that do not hold: one task for what would be a hundred asserts."""

from ansible.errors import AnsibleError
from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    """Arguments: `claims`, a list of {name, that, because}; `prefix`, put before each name."""

    def run(self, tmp=None, task_vars=None):
        result = super().run(tmp, task_vars)
        prefix = self._task.args.get("prefix", "")
        broken = [
            f"{prefix}{claim['name']}: {claim['because']}"
            for claim in self._task.args["claims"]
            if not self._holds(claim["that"])
        ]
        result.update(changed=False, failed=bool(broken), msg="\n".join(broken) or "all claims hold")
        return result

    def _holds(self, expression):
        try:
            # By identity: a claim that gives a text or a number is badly written, and does not hold.
            return self._templar.template("{{ (" + expression + ") is true }}") is True
        except AnsibleError:
            return False
