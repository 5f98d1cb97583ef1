"""A duty more: an exhibit that cannot be read is sent again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('duties', '0002_kinds'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='duty',
            name='duty_kind_known',
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['amendment_reply', 'application_review', 'break_explanation', 'break_resolution', 'bring_back', 'change_check', 'charge_answer', 'chargeback_answer', 'chargeback_outcome', 'chargeback_thaw', 'clause_review', 'condition_ruling', 'courier_decision', 'courier_payment', 'courier_reply', 'decision', 'delivery', 'dispatch', 'dossier', 'execution', 'exhibit_again', 'expiry', 'expiry_notice', 'hand_in', 'invoice', 'label_end', 'listing_repair', 'listing_review', 'make_good', 'measure', 'merchant_reply', 'missing_papers', 'objection', 'outside_answer', 'outside_end', 'panel_vote', 'parts', 'payment', 'payout_approval', 'payout_outcome', 'payout_sending', 'performance', 'prepayment', 'put_right', 'recall_answer', 'recall_plan', 'recall_publish', 'recall_remedy', 'recall_report', 'recovery', 'rectification', 'rectified_check', 'refund', 'refund_reminder', 'refusal_appeal', 'registration', 'release', 'renewal_charge', 'renewal_notice', 'repair', 'repair_reply', 'repair_trial', 'replacement', 'reserve', 'return_reply', 'reverification', 'rule_comments', 'rule_draft', 'rule_exit', 'rule_notice', 'rule_start', 'send_back', 'senior_decision', 'settlement', 'take_back', 'term_end', 'time_to_appeal', 'time_to_contest', 'top_up', 'trace', 'turnover_watch', 'unwind', 'waiver_check'])), name='duty_kind_known'),
        ),
    ]
