"""The addresses of messages."""

from django.urls import path

from mandat.messages.views import firm, office

app_name = "messages"
urlpatterns = [
    path("messages/", firm.index, name="list"),
    path("messages/new/", firm.new, name="new"),
    path("messages/<int:pk>/", firm.thread, name="thread"),
    path("messages/<int:pk>/reading/", firm.reading, name="reading"),
    path("office/messages/", office.index, name="office_list"),
    path("office/messages/new/", office.new, name="office_new"),
    path("office/messages/<int:pk>/", office.thread, name="office_thread"),
    path("office/messages/<int:pk>/reading/", office.reading, name="office_reading"),
]
