"""FDA's template, which lives beside the rules, under the name it has among the exports."""

from engine.fsma.template import Column, Sheet, Template, template

__all__ = ["Column", "Sheet", "Template", "template"]
